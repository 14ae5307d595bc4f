// Messages of a conversation for the panel's tests, complete but for what a test is about.
import type { Answer, UserMessage } from '../../../src/shared/chat.ts';
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
