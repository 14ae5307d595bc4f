// What the user was writing when the page was suddenly loaded anew and had lost what it kept: there again, and only what was not sent.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { answerEnds, askAndWait, chatRequests, messageBox, newChat, questions } from '../support/chat.ts';
import { draftIs, draftIsKept } from '../support/drafts.ts';
import { chatRow, openHistory, openingPart } from '../support/history.ts';
import { reset, useStage } from './support/stage.ts';

describe.each([
  ['ended', false],
  ['killed', true],
])('a page that is loaded anew at once, the extension having been %s', (_how, isKilled) => {
  const stage = useStage({ key: demoKey });
  beforeEach(() => reset(stage()));
  afterEach(() => messageBox(stage().window).fill(''));

  const loadAnew = (): Promise<void> => stage().window.reload({ keepsPageState: false, isKilled });

  function isKept(draft: string, isThere?: boolean): Promise<void> {
    const { window } = stage();
    return draftIsKept(window, window.databaseFile, draft, isThere);
  }

  it('has the draft of a new chat', async () => {
    const { window } = stage();
    await messageBox(window).click();
    await window.page.keyboard.type('half a thought');
    await isKept('half a thought');
    await loadAnew();
    await draftIs(window, 'half a thought');
  });

  it('has each draft with its chat', async () => {
    const { window } = stage();
    await askAndWait(window, 'A question about drafts');
    await messageBox(window).fill('of the old chat');
    await newChat(window);
    await messageBox(window).fill('of the new chat');
    await isKept('of the new chat');
    await loadAnew();
    await draftIs(window, 'of the new chat');
    expect(await questions(window).count()).toBe(0);
    await openHistory(window);
    await openingPart(chatRow(window, 'A question about drafts')).click();
    await questions(window).waitFor();
    await draftIs(window, 'of the old chat');
    await messageBox(window).fill('of the old chat, and open');
    await isKept('of the old chat, and open');
    await loadAnew();
    await questions(window).filter({ hasText: 'A question about drafts' }).waitFor();
    await draftIs(window, 'of the old chat, and open');
  });

  it('has no draft that was deleted', async () => {
    const { window } = stage();
    await askAndWait(window, 'Nothing more to say');
    await messageBox(window).fill('or is there?');
    await isKept('or is there?');
    await loadAnew();
    await draftIs(window, 'or is there?');
    await messageBox(window).fill('');
    await isKept('or is there?', false);
    await loadAnew();
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
    if (isKilled) {
      // Killed before the message is on disk, it would still be a draft.
      await isKept('Sent at the last moment', false);
    }
    await loadAnew();
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
    await loadAnew();
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

describe('a page that is ready', () => {
  const stage = useStage({ key: demoKey });

  it('does not get the last chat back over a new one that was begun meanwhile', async () => {
    const { window } = stage();
    const posted = (type: string) => window.posted.filter((message) => (message as { type: string }).type === type);
    await askAndWait(window, 'An old chat');
    const { chatId } = posted('chat-opened').at(-1) as { chatId: string };
    await newChat(window);
    const before = posted('highlighter-loaded').length;
    await Promise.all([
      window.postFromPage({ type: 'page-ready', chatId, openedAt: Date.now() + 1_000 }),
      window.postFromPage({ type: 'chat-started' }),
    ]);
    await window.waitFor(
      () => Promise.resolve(posted('highlighter-loaded').length),
      (count) => count > before,
    );
    expect(posted('chat-opened').at(-1)).not.toMatchObject({ chatId });
    expect(await questions(window).count()).toBe(0);
  });
});
