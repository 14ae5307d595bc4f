// Reading rows of SQLite without casts: a value of another type than expected is a broken file, not a surprise later.
import type { SQLOutputValue } from 'node:sqlite';
import { StoreError } from './storeError.ts';
import { fromStored } from './text.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

export function readText(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') {
    throw new StoreError('broken', `${column} is no text.`);
  }
  return fromStored(value);
}

export function readInteger(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') {
    throw new StoreError('broken', `${column} is no number.`);
  }
  return value;
}

export function readOptionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : readText(row, column);
}

export function readOptionalInteger(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : readInteger(row, column);
}
