// What the user was writing when the page was suddenly loaded anew, as by F5 in a browser: there again, and only what was not sent.
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import type { WorkbenchWindow } from '../harness/workbenchWindow.ts';
import { answerEnds, askAndWait, chatRequests, messageBox, newChat, questions } from './support/chat.ts';
import { chatRow, openHistory, openingPart } from './support/history.ts';
import { reset, useStage } from './support/stage.ts';

/** Long enough after the last key that the draft is kept; VS Code itself takes several times as long. In milliseconds. */
const soon = 500;

/** Loads the page anew that long after whatever was done last. */
async function reloadAfter(window: WorkbenchWindow, delayMs: number): Promise<void> {
  await setTimeout(delayMs);
  await window.reload();
}

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

  it.each([soon, 1_500])('has the draft of a new chat that was typed %i ms before', async (delayMs) => {
    const { window } = stage();
    await messageBox(window).click();
    await window.page.keyboard.type('half a thought');
    await reloadAfter(window, delayMs);
    await draftIs(window, 'half a thought');
  });

  it('has each draft with its chat', async () => {
    const { window } = stage();
    await askAndWait(window, 'A question about drafts');
    await messageBox(window).fill('of the old chat');
    await newChat(window);
    await messageBox(window).fill('of the new chat');
    await reloadAfter(window, soon);
    await draftIs(window, 'of the new chat');
    expect(await questions(window).count()).toBe(0);
    await openHistory(window);
    await openingPart(chatRow(window, 'A question about drafts')).click();
    await questions(window).waitFor();
    await draftIs(window, 'of the old chat');
    await messageBox(window).fill('of the old chat, and open');
    await reloadAfter(window, soon);
    await questions(window).filter({ hasText: 'A question about drafts' }).waitFor();
    await draftIs(window, 'of the old chat, and open');
  });

  it('has no draft that was deleted', async () => {
    const { window } = stage();
    await askAndWait(window, 'Nothing more to say');
    await messageBox(window).fill('or is there?');
    await reloadAfter(window, soon);
    await draftIs(window, 'or is there?');
    await messageBox(window).fill('');
    await reloadAfter(window, soon);
    await questions(window).filter({ hasText: 'Nothing more to say' }).waitFor();
    await draftIs(window, '');
  });

  it('opens the chat whose message it has just shown, without the draft of it', async () => {
    const { window } = stage();
    await messageBox(window).fill('Sent at the last moment');
    // The draft is on disk by now: it must not come back.
    await setTimeout(soon);
    await messageBox(window).press('Enter');
    await questions(window).waitFor();
    await window.reload();
    await questions(window).filter({ hasText: 'Sent at the last moment' }).waitFor();
    await answerEnds(window);
    expect(await messageBox(window).inputValue()).toBe('');
  });

  it.each([0, 1, 2])('has what was sent at the same moment in the chat, or still in the box (%i)', async (index) => {
    const { window, gateway } = stage();
    const text = `Sent at the very moment, ${index}`;
    await messageBox(window).fill(text);
    await setTimeout(soon);
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
