// Reads JSON of unknown shape, which is parsed only here, with small readers instead of casts.

import { JsonMeter } from './jsonMeter.ts';
import { limits } from './limits.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * The value; undefined, which no JSON text stands for, where the text is not JSON, is nested deeper than any real one (limits.ts), or has
 * more than `mostParts` parts (JsonMeter). Never throws.
 */
export function parseJson(text: string, mostParts = Infinity): unknown {
  if (text.length > limits.json.uncounted && !isWithin(text, mostParts)) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Counts before parsing, because parsing is what takes long. */
function isWithin(text: string, mostParts: number): boolean {
  const meter = new JsonMeter();
  meter.feed(text);
  return meter.deepest <= limits.json.depth && meter.parts <= mostParts;
}

/** A JSON object: neither null nor an array. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The member if it is a string that is not empty. */
export function readString(record: JsonRecord, key: string): string | undefined {
  const value = record[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The member if it is a finite number. */
export function readNumber(record: JsonRecord, key: string): number | undefined {
  const value = record[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** As `readNumber`, but it also reads a decimal number that is written as a string: "110.00". */
export function readDecimal(record: JsonRecord, key: string): number | undefined {
  const value = record[key];
  const number = typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export function readRecord(record: JsonRecord, key: string): JsonRecord | undefined {
  const value = record[key];
  return isRecord(value) ? value : undefined;
}
