// What a chat is called until somebody names it.
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../../src/shared/chat.ts';
import { asked } from '../../support/messages.ts';
import { chatTitle } from '../../../src/shared/chatTitle.ts';

const label = 'src/app.ts';

function messageOf(text: string): ChatMessage {
  const place = { id: 'x', kind: 'selection', uri: 'file:///a', languageId: 'ts', startLine: 1, endLine: 2 } as const;
  return asked({ text, attachments: [{ ...place, label, text: 'code' }] });
}

describe('the title of a chat', () => {
  it.each([
    ['one line', 'one line'],
    ['\n \n\t  the  first\tline \nthe second', 'the first line'],
    ['', label],
    [' \n\n ', label],
    ['x'.repeat(80), 'x'.repeat(80)],
    ['x'.repeat(81), `${'x'.repeat(79)}…`],
    ['😀'.repeat(81), `${'😀'.repeat(79)}…`],
    [`a${' '.repeat(5_000)}b`, 'a…'],
  ])('of %j is %j', (text, title) => {
    expect(chatTitle([messageOf(text)])).toBe(title);
  });

  it('is none without a message', () => {
    expect(chatTitle([])).toBe('');
  });

  it('is made in a moment of megabytes, since it is made with each piece of an answer', () => {
    for (const text of ['x'.repeat(2_000_000), 'x y\n'.repeat(500_000)]) {
      const messages = [messageOf(text)];
      const startedAt = performance.now();
      for (let piece = 0; piece < 20; piece += 1) {
        chatTitle(messages);
      }
      expect(performance.now() - startedAt).toBeLessThan(500);
    }
  });
});
