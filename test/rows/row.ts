// One row of what is known to go wrong: a threat (T) or a fault (F) that was seen elsewhere.

/** What the code does not do, on which the sentence of a row rests; grounds.ts looks whether that is still so. */
export type GroundName = 'no-tools' | 'no-programs' | 'few-writers';

export interface Row {
  readonly id: `${'T' | 'F'}${number}`;
  /** What goes wrong, in a few words. */
  readonly what: string;
  /** Why it cannot occur here. Only for a row that no test stands for. */
  readonly never?: { readonly why: string; readonly ground: GroundName };
}
