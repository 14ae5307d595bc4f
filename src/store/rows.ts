// Reads SQLite rows without casts. A value of an unexpected type throws StoreError `broken` at once, instead of failing later elsewhere.
import type { SQLOutputValue } from 'node:sqlite';
import { StoreError } from './storeError.ts';
import { fromStored } from './text.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

export function readText(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') {
    throw new StoreError('broken', `${column} is not a text.`);
  }
  return fromStored(value);
}

export function readInteger(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') {
    throw new StoreError('broken', `${column} is not a number.`);
  }
  return value;
}

export function readOptionalText(row: Row, column: string): string | undefined {
  return row[column] === null || row[column] === undefined ? undefined : readText(row, column);
}

export function readOptionalInteger(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : readInteger(row, column);
}
