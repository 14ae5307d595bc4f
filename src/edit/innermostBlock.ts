// The piece of code around a place, by what a language says of its symbols. Pure.
import type { TextPosition } from './lineEnds.ts';

/** A symbol: a class, a function, a variable. */
export interface CodeBlock {
  readonly start: TextPosition;
  readonly end: TextPosition;
  readonly children: readonly CodeBlock[];
}

/** The innermost symbol of several lines around the place; undefined where there is none. */
export function innermostBlock(symbols: readonly CodeBlock[], place: TextPosition): CodeBlock | undefined {
  const around = symbols.find(({ start, end }) => !isBefore(place, start) && !isBefore(end, place));
  if (!around) {
    return undefined;
  }
  const hasLines = around.end.line > around.start.line;
  return innermostBlock(around.children, place) ?? (hasLines ? around : undefined);
}

function isBefore(one: TextPosition, other: TextPosition): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
