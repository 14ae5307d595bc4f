// What the panel knows of the versions of a message: what a pager needs.
import { expect, it, vi } from 'vitest';
import { hostMessageSchema } from '../../../src/protocol/panel.ts';
import { Conversation } from '../../../src/webview/panel/state/conversation.ts';
import * as v from 'valibot';
import { asked } from '../../support/messages.ts';

it('come with a chat that is opened and with each message, and last until the next word of it', () => {
  vi.stubGlobal('requestIdleCallback', () => 0);
  const conversation = new Conversation({
    parser: { parse: () => [] } as never,
    t: (text) => text,
    onBlockSettled: () => undefined,
  });
  const versionsOf = (id: string): readonly string[] | undefined => {
    const entry = conversation.entries.value.find((one) => one.id === id);
    return entry?.role === 'user' ? entry.versions : entry?.versions.value;
  };
  const [first, second] = [asked({ id: 'q1' }), asked({ id: 'q2' })];
  const opened = { type: 'chat-opened', chatId: 'c', messages: [{ message: first, versions: ['q0', 'q1'] }] };
  expect(v.parse(hostMessageSchema, opened)).toEqual(opened);
  conversation.open('c', [{ message: first, versions: ['q0', 'q1'] }]);
  conversation.put({ message: second });
  expect([versionsOf('q1'), versionsOf('q2')]).toEqual([['q0', 'q1'], []]);
  conversation.put({ message: second, versions: ['q2', 'q3'] });
  expect(versionsOf('q2')).toEqual(['q2', 'q3']);
  vi.unstubAllGlobals();
});
