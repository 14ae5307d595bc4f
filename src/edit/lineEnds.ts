// Between texts with `\n` line ends, on which src/edit works, and documents, whose lines end in `\r\n` or `\n`. Pure.

/** Lines and characters count from 0, characters in UTF-16 units, as VS Code counts them. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

export function normalizeLineEnds(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

/** `text` has `\n` line ends. */
export function withLineEnds(text: string, lineEnd: '\n' | '\r\n'): string {
  return lineEnd === '\n' ? text : text.replaceAll('\n', lineEnd);
}

/** Positions in a text with `\n` line ends. Takes ascending offsets only: each call goes on where the last one ended. */
export function positionFinder(text: string): (offset: number) => TextPosition {
  let line = 0;
  let lineStart = 0;
  return (offset) => {
    for (let next = text.indexOf('\n', lineStart); next !== -1 && next < offset; next = text.indexOf('\n', lineStart)) {
      line += 1;
      lineStart = next + 1;
    }
    return { line, character: offset - lineStart };
  };
}

/** The offset of a position in a text with `\n` line ends; what lies behind the end of its line or of the text is put there. */
export function offsetOf(text: string, { line, character }: TextPosition): number {
  let lineStart = 0;
  for (let passed = 0; passed < line; passed += 1) {
    const next = text.indexOf('\n', lineStart);
    if (next === -1) {
      return text.length;
    }
    lineStart = next + 1;
  }
  const lineEnd = text.indexOf('\n', lineStart);
  return Math.min(lineStart + character, lineEnd === -1 ? text.length : lineEnd);
}
