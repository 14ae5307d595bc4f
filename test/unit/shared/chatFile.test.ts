import { describe, expect, it } from 'vitest';
import { readChatFile, writeChatFile } from '../../../src/shared/chatFile.ts';
import type { ChatTree } from '../../../src/shared/history.ts';
import { asked } from '../../support/messages.ts';

function chat(id: string): ChatTree {
  return {
    summary: { id, title: 'A "title"\nof two lines', model: '', isPinned: false, createdAt: 1, updatedAt: 1 },
    messages: [
      {
        message: asked({ id: `${id}-1`, text: 'Hello\n  世界\u2028of a line\u2029or two' }),
        parentId: undefined,
        createdAt: 1,
        isGrowing: false,
      },
    ],
    leafId: `${id}-1`,
  };
}

describe('a file of chats', () => {
  it.each([0, 1, 3])('is what JSON makes of all in one go, and comes back: %i chats', (count) => {
    const chats = Array.from({ length: count }, (_, index) => chat(`c${index}`));
    const text = writeChatFile(chats);
    expect(text).toBe(`${JSON.stringify({ format: 'opencodex-chats', version: 2, chats }, undefined, 2)}\n`);
    expect(readChatFile(JSON.parse(text))).toEqual(chats);
  });
});
