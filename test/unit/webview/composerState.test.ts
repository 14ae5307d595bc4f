// Drafts, what is sent and what comes back, with a host that is an array.
import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { PanelMessage } from '../../../src/protocol/panelMessages.ts';
import { emptyOutbox, type ChatOutbox } from '../../../src/shared/outbox.ts';
import { ComposerState } from '../../../src/webview/panel/state/composerState.ts';
import { SavedState } from '../../../src/webview/panel/state/savedState.ts';
import type { PanelHost } from '../../../src/webview/panel/panelHost.ts';

function createFixture(saved?: unknown) {
  const posted: PanelMessage[] = [];
  const states: unknown[] = saved === undefined ? [] : [saved];
  const host: PanelHost = {
    post: (message) => posted.push(structuredClone(message)),
    onMessage: () => ({ dispose: () => undefined }),
    loadState: () => states.at(-1),
    saveState: (state) => states.push(structuredClone(state)),
  };
  const isAnswering = signal(false);
  const create = (): ComposerState =>
    new ComposerState({
      saved: new SavedState(host),
      post: (message) => host.post(message),
      isAnswering,
    });
  const sent = () => posted.flatMap((message) => (message.type === 'message-sent' ? [message.text] : []));
  const told = () => posted.filter(({ type }) => type !== 'drafts-changed');
  return { composer: create(), reload: create, sent, told, posted, isAnswering };
}

const attachment = {
  id: 'selection',
  kind: 'selection' as const,
  label: 'a.ts',
  uri: 'file:///a.ts',
  languageId: 'typescript',
  startLine: 1,
  endLine: 2,
  text: 'const a = 1;',
};

function outbox(change: Partial<ChatOutbox>): ChatOutbox {
  return { ...emptyOutbox, ...change };
}

function returned(text: string, id = text): ChatOutbox {
  return outbox({ returned: [{ id, text, refusal: { kind: 'no-key' } }] });
}

describe('ComposerState', () => {
  it('sends what was written, without blank lines around it', () => {
    const { composer, sent } = createFixture();
    composer.write('\n  \n  indented\n\n');
    composer.send();
    expect(sent()).toEqual(['  indented']);
  });

  it('is busy until the host has answered for all that was sent', () => {
    const { composer, told } = createFixture();
    composer.openChat('c', false);
    for (const text of ['one', 'two']) {
      composer.write(text);
      composer.send();
    }
    expect(told()).toEqual([
      { type: 'message-sent', requestId: 1, chatId: 'c', text: 'one', attachmentIds: [] },
      { type: 'message-sent', requestId: 2, chatId: 'c', text: 'two', attachmentIds: [] },
    ]);
    composer.noteAnswered(1);
    expect(composer.isBusy.value).toBe(true);
    composer.noteAnswered(2);
    expect(composer.isBusy.value).toBe(false);
  });

  it('sends to no chat by name before one is open, and to the one in sight from then on', () => {
    const { composer, posted } = createFixture({ chatId: 'of before', chats: {} });
    for (const open of [undefined, 'first', 'second']) {
      if (open !== undefined) {
        composer.openChat(open, false);
      }
      composer.write('text');
      composer.send();
    }
    const chats = posted.flatMap((message) => (message.type === 'message-sent' ? [message.chatId] : []));
    expect(chats).toEqual(['', 'first', 'second']);
  });

  it('shows what the open chat has to send, and asks by id for what becomes of it', () => {
    const { composer, told } = createFixture();
    composer.takeOutbox('c', outbox({ waiting: [{ id: 'one', text: 'waits', attachments: [] }] }), true);
    expect(composer.queue.value).toEqual([]);
    composer.openChat('c', false);
    expect(composer.queue.value.map(({ text }) => text)).toEqual(['waits']);
    composer.sendQueued();
    composer.editQueued('one');
    composer.unqueue('one');
    const place = { chatId: 'c', messageId: 'one' };
    expect(told()).toEqual([
      { type: 'queued-message-sent', ...place },
      { type: 'queued-message-edited', ...place },
      { type: 'queued-message-removed', ...place },
    ]);
    composer.openChat('d', false);
    expect(composer.queue.value).toEqual([]);
    composer.takeOutbox('d', emptyOutbox, true);
    composer.sendQueued();
    expect(told()).toHaveLength(3);
  });

  it('does not ask for a waiting message during an answer', () => {
    const { composer, told, isAnswering } = createFixture();
    composer.openChat('c', false);
    composer.takeOutbox('c', outbox({ waiting: [{ id: 'one', text: 'waits', attachments: [] }] }), true);
    isAnswering.value = true;
    composer.sendQueued();
    expect(told()).toEqual([]);
  });

  it('sends what is attached to the draft along, and lets go of it', () => {
    const { composer, told } = createFixture();
    composer.openChat('c', false);
    composer.takeOutbox('c', outbox({ attachments: [attachment] }), true);
    expect(composer.attachments.value).toEqual([attachment]);
    composer.write('Explain');
    composer.send();
    composer.removeAttachment('selection');
    expect(told()).toMatchObject([
      { type: 'message-sent', attachmentIds: ['selection'] },
      { type: 'draft-attachment-removed', chatId: 'c', attachmentId: 'selection' },
    ]);
  });

  it('keeps the draft over a reload, also where the chat has a new id afterwards', () => {
    const { composer, reload } = createFixture();
    composer.openChat('first', false);
    composer.write('draft');
    for (const id of ['first', 'other']) {
      const next = reload();
      next.openChat(id, false);
      expect(next.draft.value).toBe('draft');
    }
  });

  it.each([null, 'text', { chatId: 1 }, { chatId: 'a', chats: { a: {} } }])(
    'starts empty from the state %j',
    (state) => {
      expect(createFixture(state).composer.draft.value).toBe('');
    },
  );

  it('forgets the oldest drafts, not the newest', () => {
    const { composer, reload } = createFixture();
    for (let index = 0; index < 60; index += 1) {
      composer.openChat(`chat ${index}`, false);
      composer.write(`draft ${index}`);
    }
    const next = reload();
    next.openChat('chat 59', false);
    expect(next.draft.value).toBe('draft 59');
    next.openChat('chat 0', false);
    expect(next.draft.value).toBe('');
  });

  it('holds a message with a key in it, and keeps it as the draft whatever comes', () => {
    const { composer, reload, sent } = createFixture();
    const text = 'My key is sk-live-q7Xr2Lm9Tz4Vb8Nc1Kd5.';
    composer.openChat('first', false);
    composer.write(text);
    composer.send();
    composer.send();
    expect([sent(), composer.draft.value]).toEqual([[], text]);
    expect(composer.heldSecret.value).toEqual({ kind: 'key', begins: 'sk-liv' });
    const next = reload();
    next.openChat('first', false);
    expect([next.draft.value, next.heldSecret.value]).toEqual([text, undefined]);
    next.takeOutbox('first', returned('Refused meanwhile.'), true);
    expect(next.draft.value).toBe(`Refused meanwhile.\n\n${text}`);
    composer.editHeld();
    expect([composer.heldSecret.value, composer.draft.value]).toEqual([undefined, text]);
    composer.send();
    composer.sendAnyway();
    expect([sent(), composer.draft.value, composer.heldSecret.value]).toEqual([[text], '', undefined]);
  });

  it('takes a refusal away as soon as the user writes', () => {
    const { composer } = createFixture();
    composer.openChat('c', false);
    composer.takeOutbox('c', returned('text'), true);
    expect([composer.draft.value, composer.refusal.value]).toEqual(['text', { kind: 'no-key' }]);
    composer.write('text!');
    expect(composer.refusal.value).toBeUndefined();
  });

  it('takes what came back once, in front of the draft, and says so when the host has the draft', () => {
    const { composer, posted } = createFixture();
    composer.openChat('c', false);
    composer.write('more');
    composer.takeOutbox('c', returned('text'), true);
    composer.takeOutbox('c', returned('text'), true);
    expect(composer.draft.value).toBe('text\n\nmore');
    expect(posted).toMatchObject([
      { type: 'drafts-changed', drafts: [{ chatId: 'c', text: 'text\n\nmore' }] },
      { type: 'returned-texts-taken', chatId: 'c', messageIds: ['text'] },
    ]);
    expect(composer.focusRequests.value).toBe(1);
  });

  it('takes what came back for a chat when that is open, and not over what is restored', () => {
    const { composer } = createFixture();
    composer.takeOutbox('c', returned('text'), true);
    composer.restore([{ chatId: 'c', text: 'kept', writtenAt: 100 }], 'c');
    expect(composer.draft.value).toBe('kept');
    composer.openChat('c', false);
    expect(composer.draft.value).toBe('text\n\nkept');
    composer.openChat('d', false);
    composer.takeOutbox('d', emptyOutbox, true);
    expect(composer.draft.value).toBe('');
  });

  it.each(['text', 'text\n\nmore'])('does not take again what a page before had taken into “%s”', (draft) => {
    const { composer, reload, told } = createFixture();
    composer.openChat('c', false);
    composer.write(draft);
    const next = reload();
    next.openChat('c', false);
    next.takeOutbox('c', returned('text'), true);
    expect(next.draft.value).toBe(draft);
    expect(told()).toEqual([{ type: 'returned-texts-taken', chatId: 'c', messageIds: ['text'] }]);
  });
});
