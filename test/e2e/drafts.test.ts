// What the user was writing when the page was suddenly loaded anew, as by F5 in a browser: there again, and only what was not sent.
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import type { WorkbenchWindow } from '../harness/workbenchWindow.ts';
import { answerEnds, askAndWait, chatRequests, messageBox, newChat, questions } from '../support/chat.ts';
import { chatRow, openHistory, openingPart } from './support/history.ts';
import { databaseFile, reset, useStage } from './support/stage.ts';

async function draftIs(window: WorkbenchWindow, draft: string): Promise<void> {
  await window.waitFor(
    () => messageBox(window).inputValue(),
    (text) => text === draft,
  );
}

describe('a page that is loaded anew at once', () => {
  const stage = useStage({ key: demoKey });
  beforeEach(() => reset(stage()));
  afterEach(() => messageBox(stage().window).fill(''));

  /** Waits until the draft is on disk, or no longer: within half a second of the last key, long before VS Code keeps anything. */
  async function isKept(draft: string, isThere = true): Promise<void> {
    const database = new DatabaseSync(databaseFile(stage()), { readOnly: true });
    try {
      const select = database.prepare('SELECT 1 FROM drafts WHERE text = ?');
      await stage().window.waitFor(
        () => Promise.resolve(select.get(draft) !== undefined),
        (isFound) => isFound === isThere,
      );
    } finally {
      database.close();
    }
  }

  it('has the draft of a new chat', async () => {
    const { window } = stage();
    await messageBox(window).click();
    await window.page.keyboard.type('half a thought');
    await isKept('half a thought');
    await window.reload();
    await draftIs(window, 'half a thought');
  });

  it('has each draft with its chat', async () => {
    const { window } = stage();
    await askAndWait(window, 'A question about drafts');
    await messageBox(window).fill('of the old chat');
    await newChat(window);
    await messageBox(window).fill('of the new chat');
    await isKept('of the new chat');
    await window.reload();
    await draftIs(window, 'of the new chat');
    expect(await questions(window).count()).toBe(0);
    await openHistory(window);
    await openingPart(chatRow(window, 'A question about drafts')).click();
    await questions(window).waitFor();
    await draftIs(window, 'of the old chat');
    await messageBox(window).fill('of the old chat, and open');
    await isKept('of the old chat, and open');
    await window.reload();
    await questions(window).filter({ hasText: 'A question about drafts' }).waitFor();
    await draftIs(window, 'of the old chat, and open');
  });

  it('has no draft that was deleted', async () => {
    const { window } = stage();
    await askAndWait(window, 'Nothing more to say');
    await messageBox(window).fill('or is there?');
    await isKept('or is there?');
    await window.reload();
    await draftIs(window, 'or is there?');
    await messageBox(window).fill('');
    await isKept('or is there?', false);
    await window.reload();
    await questions(window).filter({ hasText: 'Nothing more to say' }).waitFor();
    await draftIs(window, '');
  });

  it('opens the chat whose message it has just shown, without the draft of it', async () => {
    const { window } = stage();
    await messageBox(window).fill('Sent at the last moment');
    // It must not come back.
    await isKept('Sent at the last moment');
    await messageBox(window).press('Enter');
    await questions(window).waitFor();
    await window.reload();
    await questions(window).filter({ hasText: 'Sent at the last moment' }).waitFor();
    await answerEnds(window);
    expect(await messageBox(window).inputValue()).toBe('');
  });

  it.each([0, 1])('has what was sent at the same moment in the chat, or still in the box (%i)', async (index) => {
    const { window, gateway } = stage();
    const text = `Sent at the very moment, ${index}`;
    await messageBox(window).fill(text);
    await isKept(text);
    await messageBox(window).press('Enter');
    await window.reload();
    await messageBox(window).waitFor();
    // The page may have ended before the message could leave it.
    const places = await window.waitFor(
      async () => [
        ...(await questions(window).locator('.user-text').allInnerTexts()),
        await messageBox(window).inputValue(),
      ],
      (found) => found.includes(text),
    );
    expect(places.filter((place) => place.includes(text))).toEqual([text]);
    const requests = chatRequests(gateway).filter(({ body }) => JSON.stringify(body).includes(text));
    expect(requests.length).toBeLessThanOrEqual(1);
  });
});
