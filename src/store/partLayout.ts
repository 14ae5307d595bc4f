// How the parts of a message lie in its row: texts in columns, where a search finds them, all else beside them, and a layout that says
// in which order they follow each other.
import { isArray, isRecord, parseJson, readNumber, readRecord, type JsonRecord } from '../shared/json.ts';
import { isGrowing, storedPart, usualParts, type AnswerPart, type UserPart } from '../shared/parts.ts';

type Part = UserPart | AnswerPart;

export interface LaidParts {
  /** Those of all texts, one behind the other. */
  readonly text: string;
  readonly reasoning: string;
  /** JSON; undefined in a row of before there were parts. */
  readonly layout: string | undefined;
  /** JSON of each part that is no text. */
  readonly rows: readonly string[];
}

/** Of a text or a reasoning: how long it is, and what else is known of it. `null` stands for the next row. */
type Place = { readonly kind: string; readonly length: number; readonly more?: object } | null;

export function layParts(parts: readonly Part[]): LaidParts & { readonly layout: string } {
  const columns = { text: '', reasoning: '' };
  const places: Place[] = [];
  const rows: string[] = [];
  for (const part of parts) {
    if (isGrowing(part)) {
      const { kind, text, ...more } = part;
      columns[part.kind] += text;
      places.push({ kind, length: text.length, ...(Object.keys(more).length === 0 ? {} : { more }) });
    } else {
      places.push(null);
      rows.push(JSON.stringify(storedPart(part)));
    }
  }
  return { ...columns, layout: JSON.stringify(places), rows };
}

/** Values that are to be read as parts. Whatever is damaged, all of the texts is among them. */
export function gatherParts(laid: LaidParts, reasoningMs: number | undefined): readonly unknown[] {
  if (laid.layout === undefined) {
    return oldParts(laid, reasoningMs);
  }
  const places = parseJson(laid.layout);
  return new Gathering(laid).take(isArray(places) ? places : []);
}

class Gathering {
  readonly #left: { text: string; reasoning: string };
  readonly #rows: readonly string[];
  #row = 0;

  constructor({ text, reasoning, rows }: LaidParts) {
    this.#left = { text, reasoning };
    this.#rows = rows;
  }

  take(places: readonly unknown[]): readonly unknown[] {
    const parts = places.flatMap((place) => (isRecord(place) ? this.#text(place) : this.#next()));
    return [...parts, ...usualParts(this.#left.text, this.#left.reasoning), ...this.#rest()];
  }

  #text(place: JsonRecord): readonly unknown[] {
    const kind = place['kind'] === 'reasoning' ? 'reasoning' : 'text';
    const length = readNumber(place, 'length') ?? this.#left[kind].length;
    const text = this.#left[kind].slice(0, length);
    this.#left[kind] = this.#left[kind].slice(length);
    return [{ ...readRecord(place, 'more'), kind, text }];
  }

  #next(): readonly unknown[] {
    const row = this.#rows[this.#row];
    this.#row += 1;
    return row === undefined ? [] : readRow(row);
  }

  #rest(): readonly unknown[] {
    return this.#rows.slice(this.#row).flatMap(readRow);
  }
}

/** Of before there were parts: an answer's reasoning and text, or a user's text and what was attached to it. */
function oldParts({ text, reasoning, rows }: LaidParts, ms: number | undefined): readonly unknown[] {
  const parts = usualParts(text, reasoning).map((part) =>
    part.kind === 'reasoning' && ms !== undefined ? { ...part, ms } : part,
  );
  const attached = rows.flatMap(readRow).map((attachment) => ({ kind: 'attachment', attachment }));
  return [...parts, ...attached];
}

function readRow(row: string): readonly JsonRecord[] {
  const value = parseJson(row);
  return isRecord(value) ? [value] : [];
}
