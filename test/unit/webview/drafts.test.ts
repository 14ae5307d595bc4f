// Drafts between the panel's own state and what the host has kept: what is told when, and which of the two is taken.
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KeptDraft } from '../../../src/shared/draft.ts';
import { emptyOutbox } from '../../../src/shared/outbox.ts';
import type { PanelMessage } from '../../../src/protocol/panelMessages.ts';
import type { PanelHost } from '../../../src/webview/panel/panelHost.ts';
import { ComposerState } from '../../../src/webview/panel/state/composerState.ts';
import { SavedState } from '../../../src/webview/panel/state/savedState.ts';

/** The panel of one page, whose state is `saved`, an element of which the page before has left. */
function openPanel(saved: unknown[] = []) {
  const posted: PanelMessage[] = [];
  const host: PanelHost = {
    post: (message) => posted.push(structuredClone(message)),
    onMessage: () => ({ dispose: () => undefined }),
    loadState: () => saved.at(-1),
    saveState: (state) => saved.push(structuredClone(state)),
  };
  const state = new SavedState(host);
  const isAnswering = signal(false);
  const post: PanelHost['post'] = (message) => host.post(message);
  const composer = new ComposerState({ saved: state, post, isAnswering });
  const told = () => posted.filter((message) => message.type === 'drafts-changed');
  return { composer, state, posted, told, saved };
}

/** What the host would have kept of it. */
function keptOf({ told }: Pick<ReturnType<typeof openPanel>, 'told'>): KeptDraft[] {
  return [...new Map(told().flatMap(({ drafts }) => drafts.map((draft) => [draft.chatId, draft]))).values()];
}

const now = 1_000_000;

function kept(text: string, change: Partial<KeptDraft> = {}): KeptDraft {
  return { chatId: 'c', text, writtenAt: now - 1_000, ...change };
}

describe('what waits to be sent and the store refuses', () => {
  const waiting = (...texts: readonly string[]) => ({
    ...emptyOutbox,
    waiting: texts.map((text) => ({ id: text, text, attachments: [] })),
  });

  it('is in front of the draft once the page is loaded anew, and the host is told', () => {
    const { composer, saved } = openPanel();
    composer.openChat('c', false);
    composer.write('a draft');
    composer.takeOutbox('c', waiting('first', 'second'), false);
    const next = openPanel(saved);
    expect(next.composer.draft.value).toBe('first\n\nsecond\n\na draft');
    next.state.flush();
    expect(keptOf(next)).toMatchObject([{ chatId: 'c', text: 'first\n\nsecond\n\na draft' }]);
    expect(openPanel(next.saved).composer.draft.value).toBe('first\n\nsecond\n\na draft');
  });

  it('is the store’s again once that takes it', () => {
    const { composer, saved } = openPanel();
    composer.openChat('c', false);
    composer.takeOutbox('c', waiting('first'), false);
    composer.write('a draft');
    composer.takeOutbox('c', waiting('first'), true);
    expect(openPanel(saved).composer.draft.value).toBe('a draft');
  });
});

describe('what the panel tells of drafts', () => {
  beforeEach(() => vi.useFakeTimers({ now }));
  afterEach(() => vi.useRealTimers());

  it('is told when the user pauses, and after a second at the latest', () => {
    const { composer, told } = openPanel();
    composer.openChat('c', false);
    for (let key = 1; key <= 30; key += 1) {
      composer.write('x'.repeat(key));
      vi.advanceTimersByTime(100);
    }
    expect(told().map(({ drafts }) => drafts[0]?.text.length)).toEqual([10, 20, 30]);
    composer.write('and then');
    vi.advanceTimersByTime(299);
    expect(told()).toHaveLength(3);
    vi.advanceTimersByTime(1);
    expect(told()[3]).toMatchObject({ drafts: [{ chatId: 'c', text: 'and then' }], openChat: { chatId: 'c' } });
    vi.runAllTimers();
    expect(told()).toHaveLength(4);
  });

  it('is told at once where it may be too late soon, and only if there is anything', () => {
    const { composer, state, told } = openPanel();
    composer.openChat('c', false);
    state.flush();
    expect(told()).toEqual([]);
    composer.write('leaving');
    state.flush();
    expect(keptOf({ told })).toEqual([{ chatId: 'c', text: 'leaving', writtenAt: expect.any(Number) as number }]);
  });

  it('is empty as soon as the message has been sent, or everything was deleted', () => {
    const { composer, posted } = openPanel();
    composer.openChat('c', false);
    composer.write('question');
    composer.send();
    expect(posted).toMatchObject([
      { type: 'message-sent', text: 'question' },
      { type: 'drafts-changed', drafts: [{ text: '' }] },
    ]);
    composer.write('another');
    composer.write('');
    expect(posted.at(-1)).toMatchObject({ drafts: [{ text: '' }] });
    expect(posted).toHaveLength(3);
  });

  it('names the chat that the user has gone to, but not an empty one that the host begins with', () => {
    const { composer, told } = openPanel();
    composer.openChat('first', true);
    vi.runAllTimers();
    expect(told()).toEqual([]);
    composer.openChat('second', false);
    expect(told()).toMatchObject([{ drafts: [], openChat: { chatId: 'second' } }]);
  });

  it('moves with the draft of a chat that was never sent, in one message', () => {
    const before = openPanel();
    before.composer.openChat('never sent', true);
    before.composer.write('draft');
    const after = openPanel(before.saved);
    after.composer.openChat('new', true);
    expect(after.told()).toMatchObject([
      {
        drafts: [
          { chatId: 'never sent', text: '' },
          { chatId: 'new', text: 'draft' },
        ],
        openChat: { chatId: 'new' },
      },
    ]);
  });

  it('leaves out what is too large to be kept', () => {
    const { composer, told } = openPanel();
    composer.openChat('c', false);
    composer.write('x'.repeat(2_000_001));
    vi.runAllTimers();
    expect(told()).toMatchObject([{ drafts: [] }]);
    composer.write('x'.repeat(2_000_000));
    vi.runAllTimers();
    expect(told()[1]?.drafts).toHaveLength(1);
  });
});

describe('what the panel takes of the drafts that the host has kept', () => {
  beforeEach(() => vi.useFakeTimers({ now }));
  afterEach(() => vi.useRealTimers());

  it('is everything where its own state is lost, with the chat that was open', () => {
    const before = openPanel();
    before.composer.openChat('c', false);
    before.composer.write('half a thought');
    before.state.flush();
    for (const opened of ['c', 'made by the host']) {
      const { composer } = openPanel();
      composer.restore(keptOf(before), 'c');
      composer.openChat(opened, true);
      expect(composer.draft.value).toBe('half a thought');
    }
  });

  it('is the newer of both', () => {
    const before = openPanel();
    before.composer.openChat('c', false);
    before.composer.write('old');
    const stale = before.saved.slice();
    before.composer.write('new');
    before.state.flush();
    for (const [saved, drafts] of [
      [before.saved, [kept('old', { writtenAt: now - 1 })]],
      [stale, keptOf(before)],
      [before.saved, keptOf(before)],
    ] as const) {
      const { composer } = openPanel([...saved]);
      composer.restore(drafts, 'c');
      composer.openChat('c', false);
      expect(composer.draft.value).toBe('new');
    }
  });

  it('is never an older draft of what was sent or cleared, wherever that is known', () => {
    const before = openPanel();
    before.composer.openChat('c', false);
    before.composer.write('sent');
    const stale = before.saved.slice();
    before.state.flush();
    const early = keptOf(before);
    before.composer.send();
    for (const [saved, drafts] of [
      [stale, keptOf(before)],
      [before.saved, early],
    ] as const) {
      const { composer } = openPanel([...saved]);
      composer.restore(drafts, 'c');
      composer.openChat('c', false);
      expect(composer.draft.value).toBe('');
    }
  });

  it.each([
    ['before the host has said anything', 'c'],
    ['before the host has said anything, and it opens another chat', 'd'],
  ])('is nothing of a chat in which the user writes %s', (_, opened) => {
    const { composer, told } = openPanel();
    composer.write('typed after the reload');
    const ofHost = [kept('older', { writtenAt: now + 1e6 }), kept('of d', { chatId: 'd', writtenAt: now + 1e6 })];
    composer.restore(ofHost, 'c');
    expect(composer.draft.value).toBe('typed after the reload');
    composer.openChat(opened, false);
    composer.restore(ofHost, undefined);
    expect(composer.draft.value).toBe('typed after the reload');
    const last = told()
      .at(-1)
      ?.drafts.find(({ chatId }) => chatId === opened);
    expect(last?.text).toBe('typed after the reload');
    // Later than whatever the host has.
    expect(last?.writtenAt).toBeGreaterThan(now + 1e6);
  });

  it('is nothing of a chat in which the user has written, even by a clock that is ahead', () => {
    const { composer } = openPanel([{ chatId: 'c', chats: {} }]);
    composer.write('typed after the reload');
    composer.restore([kept('older', { writtenAt: now + 1e6 })], 'c');
    composer.openChat('c', false);
    expect(composer.draft.value).toBe('typed after the reload');
  });

  it('is the chat that the host knows of, with its draft, where the state is older', () => {
    const before = openPanel();
    before.composer.openChat('old chat', false);
    before.composer.write('of the old chat');
    const { composer } = openPanel(before.saved);
    composer.restore([], 'new chat');
    composer.openChat('new chat', false);
    expect(composer.draft.value).toBe('');
    composer.openChat('old chat', false);
    expect(composer.draft.value).toBe('of the old chat');
  });

  it('waits for its chat to be opened', () => {
    const { composer } = openPanel();
    composer.openChat('c', false);
    composer.write('here');
    composer.restore([kept('there', { chatId: 'd' })], undefined);
    expect(composer.draft.value).toBe('here');
    composer.openChat('d', false);
    expect(composer.draft.value).toBe('there');
  });

  it('is as good as the state that an older version has left', () => {
    const state = { chatId: 'c', chats: { c: { draft: 'from before the update', queue: [] } } };
    const { composer } = openPanel([state]);
    composer.restore([], 'c');
    composer.openChat('c', false);
    expect(composer.draft.value).toBe('from before the update');
  });
});
