// From a model's whole answer to what is proposed, with every doubt that there is about it. Pure.
import type { Doubt, Nothing } from '../shared/doubts.ts';
import type { TurnOutcome } from '../shared/gateway.ts';
import type { AnswerBlock } from './answerBlocks.ts';
import { chooseBlock } from './chooseBlock.ts';
import { applyDiff, isDiff } from './diffAnswer.ts';
import type { EditTarget } from './editTarget.ts';
import { fillElisions } from './elisions.ts';
import { matchIndentation } from './indentation.ts';
import { withoutSurroundings } from './surroundings.ts';
import { withoutThoughts } from './thoughts.ts';
import { withoutLastLineEnds } from './lines.ts';

export type Judgement =
  /** `text`: the whole file. */
  | { readonly kind: 'proposal'; readonly text: string; readonly doubts: readonly Doubt[] }
  | { readonly kind: 'nothing'; readonly why: Nothing };

/** `outcome` is undefined where the stream failed. */
export function judgeAnswer(answer: string, target: EditTarget, outcome: TurnOutcome | undefined): Judgement {
  const found = chooseBlock(withoutThoughts(answer), target);
  if (!found) {
    return { kind: 'nothing', why: 'no-code' };
  }
  const fitted = fit(found.block, target);
  if (fitted.kind === 'nothing') {
    return fitted;
  }
  const { code } = fitted;
  const text = target.text.slice(0, target.start) + code + target.text.slice(target.end);
  const all = [...doubtsOfEnding(outcome, found.block), ...found.doubts, ...fitted.doubts];
  // An answer that has brought no more than the first lines may well have changed something later.
  if (text === target.text) {
    return { kind: 'nothing', why: all.includes('cut-off') ? 'no-code' : 'same' };
  }
  return { kind: 'proposal', text, doubts: [...new Set(all)] };
}

type Fitted =
  | { readonly kind: 'code'; readonly code: string; readonly doubts: readonly Doubt[] }
  | Extract<Judgement, { kind: 'nothing' }>;

/** The code as it is to stand in the file. */
function fit({ language, code: given }: AnswerBlock, target: EditTarget): Fitted {
  const original = target.code;
  if (isDiff(language, given, target.languageId)) {
    const code = applyDiff(given, original);
    return code === undefined ? { kind: 'nothing', why: 'misfit' } : { kind: 'code', code, doubts: [] };
  }
  const named = withoutFileName(given, target);
  const alone = withoutSurroundings(named, target);
  const { languageId, text } = target;
  const indented = matchIndentation(withoutLastLineEnds(alone), { original, languageId, text });
  const whole = fillElisions(indented.code, original);
  if (whole === undefined) {
    return { kind: 'nothing', why: 'left-out' };
  }
  const blanks = original.slice(withoutLastLineEnds(original).length);
  const unclear: readonly Doubt[] = indented.isClear ? [] : ['unclear-indentation'];
  const repeated: readonly Doubt[] = alone === named ? [] : ['repeated-lines'];
  const shorter: readonly Doubt[] = isMuchShorter(whole.code, original) ? ['much-shorter'] : [];
  const filled: readonly Doubt[] = whole.isClear ? [] : ['left-out'];
  return { kind: 'code', code: whole.code + blanks, doubts: [...repeated, ...unclear, ...filled, ...shorter] };
}

/** In characters. */
const longestName = 300;

/** A first line that says to which file the code belongs, which the file itself does not have. */
function withoutFileName(code: string, { label, code: original }: EditTarget): string {
  const [first = ''] = code.split('\n', 1);
  if (first.length > longestName) {
    return code;
  }
  const name = label.split(/[\\/]/).at(-1) ?? label;
  const said =
    /^\s*(?:\/\/|#|--|;|%|\/\*|<!--)\s*(?:(?:file(?:path|name)?|path)\s*:\s*)?(\S+?)\s*(?:\*\/|-->)?\s*$/i.exec(
      first,
    )?.[1];
  const isName = said !== undefined && (said === name || said.endsWith(`/${name}`) || said.endsWith(`\\${name}`));
  return isName && !original.includes(first.trim()) ? code.slice(first.length + 1) : code;
}

function isMuchShorter(code: string, original: string): boolean {
  const before = countLines(original);
  return before >= 10 && countLines(code) < before * 0.3;
}

function countLines(code: string): number {
  return code.split('\n').filter((line) => line.trim() !== '').length;
}

function doubtsOfEnding(outcome: TurnOutcome | undefined, { isClosed }: AnswerBlock): readonly Doubt[] {
  if (outcome === 'content-filter') {
    return ['filtered'];
  }
  return outcome === 'stop' && isClosed ? [] : ['cut-off'];
}
