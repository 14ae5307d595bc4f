// The table of open windows. An answer whose window is gone is known to be interrupted.
import type { Database } from './database.ts';
import { readInteger } from './rows.ts';

/** How often a window with a pending answer or request sends a heartbeat, and after what silence it counts as gone. In milliseconds. */
export const heartbeatMs = 20_000;
const longestSilenceMs = 90_000;

export function noteWindow(database: Database, id: string): void {
  database.run('INSERT OR REPLACE INTO windows VALUES (?, ?, ?)', id, process.pid, Date.now());
}

export function forgetWindow(database: Database, id: string): void {
  database.run('DELETE FROM windows WHERE id = ?', id);
}

/** A window is alive while its process runs. Another process may have got its id, so a long silence also counts as gone. */
export function isWindowAlive(database: Database, id: string): boolean {
  const row = database.get('SELECT process_id, seen_at FROM windows WHERE id = ?', id);
  if (row === undefined || Math.abs(Date.now() - readInteger(row, 'seen_at')) > longestSilenceMs) {
    return false;
  }
  try {
    // Signal 0 only checks that the process exists. EPERM means that it does, under another user.
    process.kill(readInteger(row, 'process_id'), 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
