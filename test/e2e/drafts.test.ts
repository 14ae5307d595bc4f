// What the user was writing when the page was suddenly loaded anew, as by F5 in a browser: there again, with its chat.
import { describe, expect, it } from 'vitest';
import { askAndWait, messageBox, newChat, questions } from '../support/chat.ts';
import { draftIs, draftIsKept } from '../support/drafts.ts';
import { chatRow, openHistory, openingPart } from '../support/history.ts';
import { databaseFile, useSharedStage } from './support/stage.ts';

describe('a page that is loaded anew at once', () => {
  const stage = useSharedStage();

  it('has each draft with its chat', async () => {
    const { window } = stage();
    const isKept = (draft: string) => draftIsKept(window, databaseFile(stage()), draft);
    await askAndWait(window, 'A question about drafts');
    await messageBox(window).fill('of the old chat');
    await newChat(window);
    await messageBox(window).click();
    await window.page.keyboard.type('of the new chat');
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
});
