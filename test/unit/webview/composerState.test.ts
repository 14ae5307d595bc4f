// Drafts, the queue and refusals, with a host that is an array.
import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { ComposerState } from '../../../src/webview/panel/state/composerState.ts';
import { SavedState } from '../../../src/webview/panel/state/savedState.ts';
import type { PanelHost } from '../../../src/webview/panel/panelHost.ts';
import { endedAnswer, failedAnswer } from '../panel/messages.ts';

function createFixture(saved?: unknown) {
  const sent: string[] = [];
  const states: unknown[] = saved === undefined ? [] : [saved];
  const host: PanelHost = {
    post: () => undefined,
    onMessage: () => ({ dispose: () => undefined }),
    loadState: () => states.at(-1),
    saveState: (state) => states.push(structuredClone(state)),
  };
  const isAnswering = signal(false);
  const create = (): ComposerState =>
    new ComposerState({ saved: new SavedState(host), send: (text) => sent.push(text), isAnswering });
  return { composer: create(), reload: create, sent, isAnswering };
}

describe('ComposerState', () => {
  it('sends what was written, without blank lines around it', () => {
    const { composer, sent } = createFixture();
    composer.write('\n  \n  indented\n\n');
    composer.send();
    expect(sent).toEqual(['  indented']);
  });

  it('queues what is sent before the host has taken the message', () => {
    const { composer, sent } = createFixture();
    for (const text of ['one', 'two']) {
      composer.write(text);
      composer.send();
    }
    expect(sent).toEqual(['one']);
    expect(composer.queue.value).toEqual(['two']);
    composer.acknowledge();
    composer.answerEnded(endedAnswer());
    expect(sent).toEqual(['one', 'two']);
    expect(composer.queue.value).toEqual([]);
  });

  it.each([failedAnswer(), endedAnswer({ outcome: 'stopped' }), { ...failedAnswer(), status: 'ended' as const }])(
    'keeps the queue after an answer that did not end well',
    (answer) => {
      const { composer, sent, isAnswering } = createFixture();
      isAnswering.value = true;
      composer.write('next');
      composer.send();
      isAnswering.value = false;
      composer.answerEnded(answer);
      expect(sent).toEqual([]);
      expect(composer.queue.value).toEqual(['next']);
    },
  );

  it('keeps draft and queue over a reload, also where the chat has a new id afterwards', () => {
    const { composer, reload, isAnswering } = createFixture();
    composer.openChat('first', false);
    isAnswering.value = true;
    composer.write('queued');
    composer.send();
    composer.write('draft');
    for (const id of ['first', 'other']) {
      const next = reload();
      next.openChat(id, false);
      expect([next.draft.value, next.queue.value]).toEqual(['draft', ['queued']]);
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
    expect([sent, composer.queue.value, composer.draft.value]).toEqual([[], [], text]);
    expect(composer.heldSecret.value).toEqual({ kind: 'key', begins: 'sk-liv' });
    const next = reload();
    next.openChat('first', false);
    expect([next.draft.value, next.heldSecret.value]).toEqual([text, undefined]);
    next.refuse('Refused meanwhile.', 'why');
    expect(next.draft.value).toBe(`Refused meanwhile.\n\n${text}`);
    composer.editHeld();
    expect([composer.heldSecret.value, composer.draft.value]).toEqual([undefined, text]);
    composer.send();
    composer.sendAnyway();
    expect([sent, composer.draft.value, composer.heldSecret.value]).toEqual([[text], '', undefined]);
  });

  it('takes a refusal away as soon as the user writes', () => {
    const { composer } = createFixture();
    composer.refuse('text', 'why');
    expect([composer.draft.value, composer.refusal.value]).toEqual(['text', 'why']);
    composer.write('text!');
    expect(composer.refusal.value).toBeUndefined();
  });
});
