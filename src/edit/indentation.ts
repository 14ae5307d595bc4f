// Gives code the indentation of the lines that it replaces: models leave some of it out, add some, or write it in another unit. Pure.
import { linesInStrings } from './stringLines.ts';
import { indentOf } from './lines.ts';

/** What the code is to fit. */
export interface Place {
  /** The lines that are replaced. */
  readonly original: string;
  readonly languageId: string;
  /** The whole file. */
  readonly text: string;
}

export interface Fitted {
  readonly code: string;
  /** False where the code could as well stand elsewhere. */
  readonly isClear: boolean;
}

interface Lines {
  readonly texts: readonly string[];
  /** Which of them are code whose white space is indentation. */
  readonly isCode: readonly boolean[];
}

/** `replacement` at the depth and in the unit of the original; what is the value of a string stays as it is. */
export function matchIndentation(replacement: string, { original, languageId, text }: Place): Fitted {
  const wanted = linesOf(original.split('\n'), languageId);
  const unit = stepOf(text.split('\n', mostLines)) ?? 4;
  const given = inUnitOf(wanted, withoutOutliers(linesOf(replacement.split('\n'), languageId), wanted), unit);
  const { lines, isClear } = moved(given, wanted, unit);
  return { code: lines.join('\n'), isClear: isClear && stayInPlace(lines, wanted.texts) };
}

interface Moved {
  readonly lines: readonly string[];
  readonly isClear: boolean;
}

/** All lines, the first one or none of them: by how many are lines of the original then. */
function moved(given: Lines, wanted: Lines, unit: number): Moved {
  const from = firstIndent(given);
  const to = firstIndent(wanted);
  if (from === to || !(to.startsWith(from) || from.startsWith(to))) {
    return { lines: given.texts, isClear: true };
  }
  const own = new Set(wanted.texts.filter((line) => line.trim() !== ''));
  const count = (lines: readonly string[]): number =>
    lines.filter((line, index) => given.isCode[index] === true && own.has(line)).length;
  const all = shifted(given, from, to, own);
  const first = firstShifted(given, to);
  const [asAll, asFirst, asGiven] = [count(all), count(first), count(given.texts)];
  const isFirst = asFirst === asAll ? isOnlyFirst(given, wanted, unit) : asFirst > asAll;
  const most = Math.max(asAll, asFirst);
  const leavesBlock = hasLinesLeftOf(wanted, to.length);
  // Where no line tells, code at a depth that the original has may well belong there.
  if (asGiven > most || (most === 0 && hasLinesAt(wanted, from))) {
    return { lines: given.texts, isClear: asGiven > 0 && !leavesBlock };
  }
  const isClear = !(asGiven === most && most > 0) && !leavesBlock;
  return { lines: isFirst ? first : all, isClear };
}

function hasLinesAt({ texts, isCode }: Lines, indent: string): boolean {
  return texts.some((text, index) => isCode[index] === true && indentOf(text) === indent);
}

/** Whether lines that the original has, too, stand where they stood: the last one, and at least one of them all. */
function stayInPlace(lines: readonly string[], wanted: readonly string[]): boolean {
  const last = lines.findLast((line) => line.trim() !== '') ?? '';
  const end = wanted.findLast((line) => line.trim() !== '') ?? '';
  const hasSameEnd = last.trim() !== end.trim() || indentOf(last) === indentOf(end);
  const own = new Set(wanted);
  const words = new Set(wanted.map((line) => line.trim()).filter((line) => line !== ''));
  const known = lines.filter((line) => words.has(line.trim()));
  return hasSameEnd && (known.length === 0 || known.some((line) => own.has(line)));
}

/** Of a file, to learn its unit. */
const mostLines = 5_000;

function linesOf(texts: readonly string[], languageId: string): Lines {
  const inStrings = linesInStrings(texts, languageId);
  return { texts, isCode: texts.map((text, index) => text.trim() !== '' && inStrings[index] === false) };
}

/** Without those that stand word for word in the original, left of its code: of a here-document, or a directive. */
function withoutOutliers({ texts, isCode }: Lines, wanted: Lines): Lines {
  const edge = firstIndent(wanted).length;
  const outliers = new Set(wanted.texts.filter((text) => indentOf(text).length < edge));
  const first = isCode.indexOf(true);
  return {
    texts,
    isCode: texts.map((text, index) => isCode[index] === true && (index === first || !outliers.has(text))),
  };
}

/** Where the original leaves the block in which it begins, a model that takes indentation away cannot keep all of it. */
function hasLinesLeftOf({ texts, isCode }: Lines, edge: number): boolean {
  return texts.some((text, index) => isCode[index] === true && indentOf(text).length < edge);
}

function firstIndent({ texts, isCode }: Lines): string {
  return indentOf(texts.find((_text, index) => isCode[index]) ?? '');
}

function shifted(given: Lines, from: string, to: string, own: ReadonlySet<string>): readonly string[] {
  const move = (text: string): string => {
    // A line that stands further left than the first one keeps its distance as far as there is room.
    const indent = indentOf(text);
    const isBehind = indent.startsWith(from);
    const kept = isBehind ? indent.slice(from.length) : '';
    const missing = isBehind ? 0 : from.length - indent.length;
    return to.slice(0, Math.max(0, to.length - missing)) + kept + text.slice(indent.length);
  };
  return changed(given, own, move);
}

/** Changes the code, and what is no code where the model has changed that, too: most of its lines are those of the original then. */
function changed(
  { texts, isCode }: Lines,
  own: ReadonlySet<string>,
  change: (text: string) => string,
): readonly string[] {
  let votes = 0;
  const lines = texts.map((text, index) => {
    const line = text.trim() === '' ? text : change(text);
    votes += isCode[index] === true ? 0 : Number(own.has(line)) - Number(own.has(text));
    return line;
  });
  return lines.map((line, index) => (isCode[index] === true || votes > 0 ? line : (texts[index] ?? '')));
}

function firstShifted({ texts, isCode }: Lines, to: string): readonly string[] {
  const first = isCode.indexOf(true);
  return texts.map((text, index) => (index === first ? to + text.slice(indentOf(text).length) : text));
}

/** Where no line tells: whether the first one alone has lost its indentation, because the others stand too far right of it. */
function isOnlyFirst(given: Lines, wanted: Lines, unit: number): boolean {
  const first = given.isCode.indexOf(true);
  const rest = given.texts.filter((_text, index) => index > first && given.isCode[index]);
  const least = rest.reduce((edge, line) => Math.min(edge, indentOf(line).length), Infinity);
  const [from, to] = [firstIndent(given).length, firstIndent(wanted).length];
  const isRightOfFirst = rest.length > 0 && from < to && least >= to;
  const step = least - from;
  return isRightOfFirst && step > (opensBlock(given.texts[first] ?? '') ? unit : 0);
}

/** Whether what follows the line is expected to stand further right. */
function opensBlock(line: string): boolean {
  return /(?:[{([<:,=]|=>|->|\b(?:then|do|else|begin|try|loop))\s*$/.test(line);
}

/** The smallest step from one line to one further right; undefined where there is none. */
function stepOf(texts: readonly string[]): number | undefined {
  let step: number | undefined;
  let before: number | undefined;
  for (const text of texts) {
    if (text.trim() === '') {
      continue;
    }
    const indent = indentOf(text).length;
    const rise = indent - (before ?? indent);
    // A single space is how comments with stars go on.
    const least = text.startsWith('\t') ? 1 : 2;
    if (rise >= least && (step === undefined || rise < step)) {
      step = rise;
    }
    before = indent;
  }
  return step;
}

/** Tabs for spaces, or the other way round, where the original has only the one and the answer only the other. */
function inUnitOf(wanted: Lines, given: Lines, unit: number): Lines {
  // A single space is how comments with stars go on.
  const tabs = (lines: Lines): boolean => hasIndent(lines, '\t') && !hasIndent(lines, '  ');
  const spaces = (lines: Lines): boolean => hasIndent(lines, '  ') && !hasIndent(lines, '\t');
  if (tabs(wanted) && spaces(given)) {
    const step = stepOf(given.texts.filter((_text, index) => given.isCode[index])) ?? firstIndent(given).length;
    return converted(
      given,
      wanted,
      (indent) => '\t'.repeat(Math.floor(indent.length / step)) + ' '.repeat(indent.length % step),
    );
  }
  return spaces(wanted) && tabs(given)
    ? converted(given, wanted, (indent) => indent.replaceAll('\t', ' '.repeat(unit)))
    : given;
}

function converted(given: Lines, wanted: Lines, convert: (indent: string) => string): Lines {
  const change = (text: string): string => {
    const indent = indentOf(text);
    return convert(indent) + text.slice(indent.length);
  };
  return { texts: changed(given, new Set(wanted.texts), change), isCode: given.isCode };
}

/** Also in strings: a model that writes another unit writes it there, too. */
function hasIndent({ texts }: Lines, mark: string): boolean {
  return texts.some((text) => indentOf(text).includes(mark));
}
