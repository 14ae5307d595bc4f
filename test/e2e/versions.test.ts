// Two windows on two versions of the extension: the older one keeps nothing more, says so, and lets one chat on.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { answers, askAndWait, button, newChat, panel } from './support/chat.ts';
import { chatRow, openHistory, openingPart } from './support/history.ts';
import { useStage } from './support/stage.ts';

const sentence = 'Chats are not being saved: another window runs a newer version of OpenCodex.';

describe('a newer version in another window', () => {
  const stage = useStage({ key: demoKey });

  /** Does to the file what the migration of a newer version does. */
  function setSchema(version: number): number {
    const folder = join(stage().workbench.dataFolder, 'User', 'globalStorage', 'opencodex.opencodex', 'chats');
    const database = new DatabaseSync(join(folder, 'chats.db'));
    const before = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
    database.exec(`PRAGMA user_version = ${version}`);
    database.close();
    return before;
  }

  it('leaves this one reading, chatting, and told how to get on', async () => {
    const { window } = stage();
    await askAndWait(window, 'Kept before the update');
    const known = setSchema(99);

    await newChat(window);
    await askAndWait(window, 'Asked after the update');
    expect(await answers(window).count()).toBe(1);
    const notice = panel(window).getByText(sentence);
    await notice.waitFor();
    await openHistory(window);
    await openingPart(chatRow(window, 'Kept before the update')).click();
    await panel(window).getByText('Kept before the update').first().waitFor();

    const loaded = window.page.waitForEvent('load');
    await button(window, 'Reload to update').click();
    // The version that is loaded now is the newer one.
    setSchema(known);
    await loaded;
    await window.waitUntilReady();
    await askAndWait(window, 'Asked after the reload');
    expect(await notice.count()).toBe(0);
    await openHistory(window);
    await chatRow(window, 'Kept before the update').waitFor();
  });
});
