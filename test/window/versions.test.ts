// A store that a newer version of the extension has migrated: this one keeps nothing more, says so, and lets one chat on.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { answers, askAndWait, button, newChat, panel } from '../support/chat.ts';
import { chatRow, openHistory, openingPart, pressInRow, waitForTitles } from '../support/history.ts';
import { setSchema } from '../support/schema.ts';
import { useStage } from './support/stage.ts';

const sentence = 'Chats are not being saved: another window runs a newer version of OpenCodex.';

describe('a newer version in another window', () => {
  const stage = useStage({ key: demoKey });

  /** The text of the file that the notice's button writes. */
  async function exportFromNotice(format: string): Promise<string> {
    const { window } = stage();
    const folder = await mkdtemp(join(tmpdir(), 'opencodex-export-'));
    try {
      const path = join(folder, 'chats.json');
      await button(window, 'Export').click();
      await window.quickInput.pick(format);
      await window.answerFileDialog(path);
      await window.notification(`Exported to ${path}`);
      window.clearNotifications();
      return await readFile(path, 'utf8');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Imports `text`, and sees how many of its chats were not taken and why. */
  async function importFails(text: string): Promise<void> {
    const { window } = stage();
    const { chats } = JSON.parse(text) as { chats: readonly unknown[] };
    const folder = await mkdtemp(join(tmpdir(), 'opencodex-import-'));
    try {
      const path = join(folder, 'backup.json');
      await writeFile(path, text);
      await window.runCommand('OpenCodex: Import Chats');
      await window.answerFileDialog(path);
      const told = `0 of the ${chats.length} chats in backup.json were imported. ${sentence}`;
      await window.pressInNotification(told, 'Try again');
      await window.notification(told);
      window.clearNotifications();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  // Rows: F20
  it('leaves this one reading, chatting, and told how to get on', async () => {
    const { window } = stage();
    await askAndWait(window, 'Kept before the update');
    const known = setSchema(window.databaseFile, 99);

    await newChat(window);
    await askAndWait(window, 'Asked after the update');
    expect(await answers(window).count()).toBe(1);
    const notice = () => panel(window).getByText(sentence);
    await notice().waitFor();
    await openHistory(window);
    await openingPart(chatRow(window, 'Kept before the update')).click();
    await panel(window).getByText('Kept before the update').first().waitFor();

    await askAndWait(window, 'Asked in the kept chat');
    const exported = await exportFromNotice('This chat as JSON');
    expect(exported).toContain('Kept before the update');
    expect(exported).toContain('Asked in the kept chat');
    const all = await exportFromNotice('All chats as JSON');
    expect(all).toContain('Asked in the kept chat');
    expect(all).toContain('Asked after the update');

    await importFails(all);

    await openHistory(window);
    await pressInRow(chatRow(window, 'Kept before the update'), 'Move to trash');
    await window.notification(sentence);
    await waitForTitles(window, (titles) => titles.includes('Kept before the update'));
    await button(window, 'Close history').click();

    await button(window, 'Reload to update').click();
    await window.waitFor(
      () => Promise.resolve(window.calledCommands),
      (commands) => commands.includes('workbench.action.reloadWindow'),
    );
    // The version that is loaded now is the newer one.
    setSchema(window.databaseFile, known);
    await window.reload();
    await askAndWait(window, 'Asked after the reload');
    expect(await notice().count()).toBe(0);
    await openHistory(window);
    await chatRow(window, 'Kept before the update').waitFor();
  });
});
