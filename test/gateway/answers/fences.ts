// Reads the fenced code blocks of a prompt as https://spec.commonmark.org/0.31.2/#fenced-code-blocks defines them.

export interface FencedBlock {
  /** The first word of the info string, empty if there is none. */
  readonly language: string;
  /** The code; it ends with a line break unless it is empty. */
  readonly code: string;
}

export interface SplitMarkdown {
  readonly blocks: readonly FencedBlock[];
  /** The text outside the blocks. */
  readonly prose: string;
}

interface OpenBlock {
  readonly fence: string;
  readonly language: string;
  readonly lines: string[];
}

/** Separates the fenced blocks from the prose. A block that is never closed runs to the end. */
export function splitFences(markdown: string): SplitMarkdown {
  const blocks: FencedBlock[] = [];
  const prose: string[] = [];
  let open: OpenBlock | undefined;
  for (const line of markdown.split(/(?<=\n)/)) {
    if (open !== undefined) {
      if (isClosing(line, open.fence)) {
        blocks.push({ language: open.language, code: open.lines.join('') });
        open = undefined;
      } else {
        open.lines.push(line);
      }
      continue;
    }
    const opening = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})[ \t]*(\S*)/.exec(line.trimEnd());
    if (opening === null) {
      prose.push(line);
    } else {
      open = { fence: opening[1] ?? '', language: opening[2] ?? '', lines: [] };
    }
  }
  if (open !== undefined) {
    blocks.push({ language: open.language, code: open.lines.join('') });
  }
  return { blocks, prose: prose.join('') };
}

function isClosing(line: string, fence: string): boolean {
  const marks = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line)?.[1];
  return marks?.startsWith(fence) === true;
}

/** A fenced block with a fence so long that no line of the code can close it. */
export function fenced(code: string, language: string): string {
  const longest = (code.match(/`+/g) ?? []).reduce((length, run) => Math.max(length, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}${code === '' || code.endsWith('\n') ? '' : '\n'}${fence}`;
}
