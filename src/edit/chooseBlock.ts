// Which code of an answer is meant as the replacement: models write several blocks, quote the old code, or forget the fence. Pure.
import type { Doubt } from '../shared/doubts.ts';
import { readBlocks, type AnswerBlock } from './answerBlocks.ts';
import type { EditTarget } from './editTarget.ts';
import { likeness } from './likeness.ts';
import { linesInStrings } from './stringLines.ts';

interface Found {
  readonly block: AnswerBlock;
  readonly doubts: readonly Doubt[];
}

/** The code of the answer that is meant; undefined where there is none. */
export function chooseBlock(answer: string, target: EditTarget): Found | undefined {
  const { blocks, whole, isClear, hasTextAfter } = readBlocks(answer);
  const full = blocks.filter(({ code }) => code.trim() !== '');
  if (full.length === 0) {
    const code = answer.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
    return looksLikeCode(code, target.code)
      ? { block: { language: '', code, isClosed: true }, doubts: ['no-fence'] }
      : undefined;
  }
  const best = likeliest(full, target);
  if (whole && isLikelier(whole, best, target, full[0]?.code ?? '')) {
    return { block: whole, doubts: ['unclear-fences'] };
  }
  const severals: readonly Doubt[] = full.length > 1 ? ['several-blocks'] : [];
  const unclear: readonly Doubt[] = isClear || !best.isClosed ? [] : ['unclear-fences'];
  const after: readonly Doubt[] = hasTextAfter && isMarkup(target) ? ['text-after'] : [];
  return { block: best, doubts: [...severals, ...unclear, ...after] };
}

/** A fence in the middle of a string ends nothing, and a text may have blocks of code in it. */
function isLikelier(whole: AnswerBlock, best: AnswerBlock, target: EditTarget, first: string): boolean {
  const { code, languageId } = target;
  const isInString = linesInStrings([...first.split('\n'), ''], languageId).at(-1) === true;
  return isInString || (isMarkup(target) && likeness(whole.code, code) >= likeness(best.code, code));
}

/** Languages whose files have text, and blocks of code, beside each other. */
function isMarkup({ languageId }: EditTarget): boolean {
  return ['markdown', 'mdx', 'plaintext', 'restructuredtext', 'asciidoc', 'quarto', 'latex'].includes(languageId);
}

/** The code as it was, quoted, is not what was asked for; neither is a command to be typed. */
function likeliest(blocks: readonly AnswerBlock[], { code, languageId }: EditTarget): AnswerBlock {
  const same = sameWords(code);
  const news = blocks.filter((block) => sameWords(block.code) !== same);
  const inLanguage = news.filter(({ language }) => !isShell(language) || isShell(languageId));
  const candidates = inLanguage.length > 0 ? inLanguage : news.length > 0 ? news : blocks;
  const [first, ...others] = candidates.map((block) => ({ block, score: likeness(block.code, code) }));
  const best = others.reduce((one, other) => (one && other.score <= one.score ? one : other), first);
  return best?.block ?? { language: '', code: '', isClosed: true };
}

function sameWords(code: string): string {
  return code.trim().replaceAll(/\s+/g, ' ');
}

function isShell(language: string): boolean {
  return ['bash', 'sh', 'shell', 'shellscript', 'zsh', 'console', 'powershell', 'bat', 'cmd', 'terminal'].includes(
    language,
  );
}

/** Whether text without a fence is the code: it shares a line with it, or most of its lines could be code. */
function looksLikeCode(text: string, original: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const own = new Set(
    original
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.length > 3),
  );
  const isCodeLine = (line: string): boolean =>
    /^[ \t]+\S|[;{}()[\]:,]\s*$|^\s*[})\]]|=>|[\w\])]\s*(?:=|\+=|-=)\s*\S|^\s*(?:\/\/|#|\/\*|<\/?\w)/.test(line) &&
    !/[.!?]$/.test(line);
  const count = lines.filter((line) => isCodeLine(line) || own.has(line.trim())).length;
  return lines.length > 0 && count * 2 > lines.length;
}
