// For which chat a message is meant while the panel may not have heard which one is in sight.
import { beforeEach, describe, expect, it } from 'vitest';
import { Destination } from '../../../src/chat/destination.ts';
import { asked } from '../../support/messages.ts';

describe('Destination', () => {
  let destination: Destination;

  beforeEach(() => {
    destination = new Destination('first');
    open('old', 1);
  });

  function open(chatId: string, count = 0): void {
    const messages = Array.from({ length: count }, (_, index) => ({ message: asked({ id: `${index}` }) }));
    destination.take({ type: 'chat-opened', chatId, messages });
  }

  function send(chatId: string): void {
    destination.take({ type: 'message-changed', chatId, message: asked({ id: 'sent' }) });
  }

  it('is the chat that the panel names', () => {
    expect([destination.of('old'), destination.of('another')]).toEqual(['old', 'another']);
  });

  it('is the chat in sight where the panel knows none yet', () => {
    expect([destination.of(''), new Destination('first').of('')]).toEqual(['old', 'first']);
  });

  it.each([1, 2, 5])('is the newest of %i new chats in a row, of which the panel has not heard', (count) => {
    const ids = Array.from({ length: count }, (_, index) => `new ${index}`);
    ids.forEach((id) => open(id));
    for (const chatId of ['old', ...ids]) {
      expect(destination.of(chatId)).toBe(ids.at(-1));
    }
    expect(destination.of('another')).toBe('another');
  });

  it('is the old chat again once something was sent in the new one', () => {
    open('new');
    send('new');
    expect(destination.of('old')).toBe('old');
    open('newer');
    expect([destination.of('old'), destination.of('new')]).toEqual(['old', 'newer']);
  });

  it('stays where it was written when a kept chat is opened instead', () => {
    open('new');
    open('old', 1);
    expect(destination.of('new')).toBe('new');
    open('newer');
    expect([destination.of('new'), destination.of('old')]).toEqual(['new', 'newer']);
  });

  it('is not changed by a chat that is shown anew, or by what happens in others', () => {
    open('new');
    open('new');
    send('old');
    expect(destination.of('old')).toBe('new');
  });
});
