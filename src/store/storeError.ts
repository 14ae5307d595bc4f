// Why the store could not read or write: maps SQLite's and the system's error codes to the few problems that matter to users.
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

/** Wraps anything thrown by node:sqlite, node:fs or the store itself; a StoreError is returned as it is. */
export function toStoreError(thrown: unknown): StoreError {
  if (thrown instanceof StoreError) {
    return thrown;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new StoreError(problemOf(thrown), message);
}

/** True if the file itself is damaged, so that a retry cannot help. */
export function isCorruption(thrown: unknown): boolean {
  const code = sqliteCodeOf(thrown);
  return code === sqliteCodes.corrupt || code === sqliteCodes.notADatabase;
}

/** True if the disk or another window's lock is the cause, not the content of the file, so that a retry may help. */
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

/** The primary result code, which extended codes carry in their low byte. */
function sqliteCodeOf(thrown: unknown): number | undefined {
  const code = thrown instanceof Error && 'errcode' in thrown ? thrown.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}
