// Chats for the benchmark of the store: the same at every run, in English, Chinese, Indonesian and code.
import type { Answer, ChatMessage } from '../../../src/shared/chat.ts';
import { answered, asked } from '../../support/messages.ts';
import type { ChatTree, StoredMessage } from '../../../src/shared/history.ts';

const phrases = [
  'How do I read a file line by line without loading all of it?',
  'const total = items.reduce((sum, item) => sum + item.price * item.count, 0);',
  '请解释这段代码为什么会出现内存泄漏，并给出修复建议。',
  'Tolong jelaskan mengapa fungsi ini lambat dan bagaimana memperbaikinya.',
  'The test fails only on Windows: EPERM: operation not permitted, rename.',
  'SELECT customer, count(*) FROM orders GROUP BY customer HAVING count(*) > 3;',
  'export async function loadSettings(path: string): Promise<Settings> {',
  '数据库查询需要索引，否则会扫描整个表。',
  'Use a Map when keys are not strings, and mind the order of insertion.',
  'Perbaiki kesalahan tipe pada baris ke-42, lalu tambahkan pengujian.',
];

const day = 86_400_000;

/** A rare phrase that one chat in a thousand holds, for a search that finds little. */
export const rarePhrase = 'quokka barometer';

export function chatTree(index: number, messageCount: number): ChatTree {
  const createdAt = 1_700_000_000_000 + index * (day / 40);
  const messages = Array.from({ length: messageCount }, (_, position): StoredMessage => {
    const parentId = position === 0 ? undefined : messageId(index, position - 1);
    return { message: messageAt(index, position), parentId, createdAt: createdAt + position * 1_000, isGrowing: false };
  });
  return {
    summary: {
      id: `chat-${index}`,
      title: textAt(index).slice(0, 60),
      workspace: { id: `workspace-${index % 7}`, name: `project ${index % 7}` },
      model: 'deepseek-chat',
      isPinned: false,
      createdAt,
      updatedAt: createdAt,
    },
    messages,
    leafId: messageId(index, messageCount - 1),
  };
}

/** An answer of `length` characters or a little more. */
export function answerOf(id: string, length: number): Answer {
  let text = '';
  for (let index = 0; text.length < length; index += 1) {
    text += `${textAt(index)}\n`;
  }
  return answered({ id, model: 'deepseek-chat', text, outcome: 'stop' });
}

function messageAt(chat: number, position: number): ChatMessage {
  const id = messageId(chat, position);
  if (position % 2 === 0) {
    const rare = chat % 1_000 === 500 && position === 0 ? ` ${rarePhrase}` : '';
    return asked({ id, text: `${textAt(chat + position)}${rare}` });
  }
  return { ...answerOf(id, 400 + ((chat * 7 + position * 131) % 600)) };
}

function messageId(chat: number, position: number): string {
  return `message-${chat}-${position}`;
}

function textAt(index: number): string {
  return `${phrases[index % phrases.length] ?? ''} (${(index * 7_919) % 100_003})`;
}
