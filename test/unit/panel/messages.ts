// Messages of a conversation for the panel's tests, complete but for what a test is about.
import type { Answer, ChatMessage, UserMessage } from '../../../src/shared/chat.ts';
import { emptyOutbox, type ChatOutbox } from '../../../src/shared/outbox.ts';
import { answered, asked } from '../../support/messages.ts';
import type { HostMessage } from '../../../src/protocol/panel.ts';

type Asked = Parameters<typeof asked>[0];
type Answered = NonNullable<Parameters<typeof answered>[0]>;

export function userMessage(change: Asked = {}): UserMessage {
  return asked({ id: 'question', text: 'A question', ...change });
}

export function openAnswer(change: Answered = {}): Answer {
  return answered({ id: 'answer', model: 'deepseek-chat', status: 'waiting', ...change });
}

export function endedAnswer(change: Answered = {}): Answer {
  return openAnswer({ status: 'ended', outcome: 'stop', ...change });
}

export function failedAnswer(change: Answered = {}): Answer {
  const error = { kind: 'server', text: 'The server had trouble.', actions: ['retry'] } as const;
  return openAnswer({ status: 'failed', error: { ...error, actions: [...error.actions] }, ...change });
}

export function messageChanged(message: Answer | UserMessage): HostMessage {
  return { type: 'message-changed', chatId: 'chat', message };
}

/** The chat of the tests, with these messages in sight. */
export function chatOpened(messages: readonly ChatMessage[], chatId = 'chat'): HostMessage {
  return { type: 'chat-opened', chatId, messages: messages.map((message) => ({ message })) };
}

/** What came of the one part of an answer, or of the text behind its reasoning. */
export function answerGrew(text: string, part = 0): HostMessage {
  return { type: 'answer-grew', chatId: 'chat', messageId: 'answer', part, kind: 'text', text };
}

export function reasoningGrew(text: string, part = 0): HostMessage {
  return { type: 'answer-grew', chatId: 'chat', messageId: 'answer', part, kind: 'reasoning', text };
}

/** What the chat has to send. */
export function outboxChanged(change: Partial<ChatOutbox>): HostMessage {
  return { type: 'outbox-changed', chatId: 'chat', outbox: { ...emptyOutbox, ...change }, isStored: true };
}

/** Messages that wait; each is its own id. */
export function waitingMessages(...texts: readonly string[]): HostMessage {
  return outboxChanged({ waiting: texts.map((text) => ({ id: text, text, attachments: [] })) });
}
