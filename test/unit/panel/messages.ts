// Messages of a conversation for the panel's tests, complete but for what a test is about.
import type { Answer, UserMessage } from '../../../src/shared/chat.ts';
import { emptyOutbox, type ChatOutbox } from '../../../src/shared/outbox.ts';
import type { HostMessage } from '../../../src/protocol/panel.ts';

export function userMessage(change: Partial<UserMessage> = {}): UserMessage {
  return { id: 'question', role: 'user', text: 'A question', attachments: [], ...change };
}

export function openAnswer(change: Partial<Answer> = {}): Answer {
  return {
    id: 'answer',
    role: 'assistant',
    model: 'deepseek-chat',
    text: '',
    reasoning: '',
    status: 'waiting',
    ...change,
  };
}

export function endedAnswer(change: Partial<Answer> = {}): Answer {
  return openAnswer({ status: 'ended', outcome: 'stop', ...change });
}

export function failedAnswer(change: Partial<Answer> = {}): Answer {
  const error = { kind: 'server', text: 'The server had trouble.', actions: ['retry'] } as const;
  return openAnswer({ status: 'failed', error: { ...error, actions: [...error.actions] }, ...change });
}

export function messageChanged(message: Answer | UserMessage): HostMessage {
  return { type: 'message-changed', chatId: 'chat', message };
}

export function answerGrew(text: string, reasoning = ''): HostMessage {
  return { type: 'answer-grew', chatId: 'chat', messageId: 'answer', text, reasoning };
}

/** What the chat has to send. */
export function outboxChanged(change: Partial<ChatOutbox>): HostMessage {
  return { type: 'outbox-changed', chatId: 'chat', outbox: { ...emptyOutbox, ...change } };
}

/** Messages that wait; each is its own id. */
export function waitingMessages(...texts: readonly string[]): HostMessage {
  return outboxChanged({ waiting: texts.map((text) => ({ id: text, text, attachments: [] })) });
}
