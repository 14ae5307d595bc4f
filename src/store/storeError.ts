// Why something could not be read or kept: SQLite's and the system's codes in the few words that matter to people.
import type { StoreProblem } from '../shared/history.ts';

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly problem: StoreProblem;

  constructor(problem: StoreProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** Primary result codes of SQLite: https://sqlite.org/rescode.html */
const sqliteCodes = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** What went wrong, as a StoreError; `thrown` may come from node:sqlite, node:fs or ourselves. */
export function toStoreError(thrown: unknown): StoreError {
  if (thrown instanceof StoreError) {
    return thrown;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new StoreError(problemOf(thrown), message);
}

/** True where the file itself is damaged, so that trying again cannot help. */
export function isCorruption(thrown: unknown): boolean {
  const code = sqliteCodeOf(thrown);
  return code === sqliteCodes.corrupt || code === sqliteCodes.notADatabase;
}

/** True where the disk or another window stands in the way, not what is in the file. */
export function isPassing(thrown: unknown): boolean {
  const code = sqliteCodeOf(thrown);
  return isBusy(thrown) || code === sqliteCodes.ioError || code === sqliteCodes.cannotOpen || code === sqliteCodes.full;
}

export function isBusy(thrown: unknown): boolean {
  const code = sqliteCodeOf(thrown);
  return code === sqliteCodes.busy || code === sqliteCodes.locked;
}

function problemOf(thrown: unknown): StoreProblem {
  const systemCode = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (systemCode === 'ENOSPC' || systemCode === 'EDQUOT' || systemCode === 'EFBIG') {
    return 'full';
  }
  if (systemCode === 'EACCES' || systemCode === 'EPERM' || systemCode === 'EROFS') {
    return 'read-only';
  }
  if (isBusy(thrown)) {
    return 'busy';
  }
  switch (sqliteCodeOf(thrown)) {
    case sqliteCodes.full:
      return 'full';
    case sqliteCodes.readOnly:
      return 'read-only';
    default:
      return 'broken';
  }
}

/** The primary code: extended ones carry it in their low byte. */
function sqliteCodeOf(thrown: unknown): number | undefined {
  const code = thrown instanceof Error && 'errcode' in thrown ? thrown.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}
