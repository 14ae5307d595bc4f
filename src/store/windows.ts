// Which windows are there: so that an answer whose window has gone is known to be interrupted.
import type { Database } from './database.ts';
import { readInteger } from './rows.ts';

/** How often a window says that it is there while it writes an answer, and after which silence it has gone, in milliseconds. */
export const heartbeatMs = 20_000;
const longestSilenceMs = 90_000;

export function noteWindow(database: Database, id: string): void {
  database.run('INSERT OR REPLACE INTO windows VALUES (?, ?, ?)', id, process.pid, Date.now());
}

export function forgetWindow(database: Database, id: string): void {
  database.run('DELETE FROM windows WHERE id = ?', id);
}

/** A window has gone when its process has, or, where another process has got its number, when it is silent for long. */
export function isWindowAlive(database: Database, id: string): boolean {
  const row = database.get('SELECT process_id, seen_at FROM windows WHERE id = ?', id);
  if (row === undefined || Math.abs(Date.now() - readInteger(row, 'seen_at')) > longestSilenceMs) {
    return false;
  }
  try {
    // Signal 0 only asks.
    process.kill(readInteger(row, 'process_id'), 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
