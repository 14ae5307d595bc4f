// The draft in the message box, and the draft in the database.
import { DatabaseSync } from 'node:sqlite';
import { type ChatWindow, messageBox } from './chat.ts';

/** Waits until the message box contains exactly `draft`. */
export async function draftIs(window: ChatWindow, draft: string): Promise<void> {
  await window.waitFor(
    () => messageBox(window).inputValue(),
    (text) => text === draft,
  );
}

/**
 * Waits until the draft is in the database, or, unless `isThere`, until it is not. The panel stores drafts within half a second of the last
 * key, long before VS Code stores anything.
 */
export async function draftIsKept(
  window: ChatWindow,
  databaseFile: string,
  draft: string,
  isThere = true,
): Promise<void> {
  const database = new DatabaseSync(databaseFile, { readOnly: true, timeout: 5_000 });
  try {
    const select = database.prepare('SELECT 1 FROM drafts WHERE text = ?');
    await window.waitFor(
      () => Promise.resolve(select.get(draft) !== undefined),
      (isFound) => isFound === isThere,
    );
  } finally {
    database.close();
  }
}
