// Between a chat in memory and the same chat as it is kept. Pure.
import { isAnswerOpen, type ChatMessage } from '../shared/chat.ts';
import type { ChatHead, ChatTree, StoredChat } from '../shared/history.ts';
import { endAnswer } from './answerState.ts';
import type { ErrorDescriber } from './ports.ts';

/** The messages of a kept chat; an answer that nobody writes any more was interrupted. */
export function messagesOf(
  { messages }: StoredChat,
  errors: Pick<ErrorDescriber, 'describeInterruption'>,
): ChatMessage[] {
  return messages.map(({ message, isGrowing }) =>
    isAnswerOpen(message) && !isGrowing
      ? endAnswer(message, { outcome: 'cut-off', usage: undefined, error: errors.describeInterruption() })
      : message,
  );
}

/** A chat in memory in the form of a kept one. `now`: milliseconds since 1970. */
export function treeOf(head: ChatHead, messages: readonly ChatMessage[], now: number): ChatTree {
  const { id, title, model, workspace } = head;
  const place = { isPinned: false, createdAt: now, updatedAt: now };
  return {
    summary: { id, title, model, ...(workspace === undefined ? {} : { workspace }), ...place },
    messages: messages.map((message, index) => ({
      message,
      parentId: messages[index - 1]?.id,
      createdAt: now,
      isGrowing: false,
    })),
    leafId: messages.at(-1)?.id,
  };
}

export type MessagesById = ReadonlyMap<string, ChatMessage>;

/** To find one of thousands many times. */
export function byId(messages: readonly ChatMessage[]): MessagesById {
  return new Map(messages.map((message) => [message.id, message]));
}

/** Whether a message stands among the others just as it is. */
export function isAmong(message: ChatMessage, messages: MessagesById): boolean {
  const known = messages.get(message.id);
  return known === message || JSON.stringify(known) === JSON.stringify(message);
}
