// Between a chat in memory and the same chat as it is kept. Pure.
import { isAnswerOpen } from '../shared/chat.ts';
import type { ChatHead, ChatTree, StoredMessage } from '../shared/history.ts';
import { endAnswer } from './answerState.ts';
import type { MessageTree } from './chatTree.ts';
import type { ErrorDescriber } from './ports.ts';

/** The same messages; an answer that nobody writes any more ends as interrupted. */
export function closeInterrupted(
  messages: readonly StoredMessage[],
  errors: Pick<ErrorDescriber, 'describeInterruption'>,
): readonly StoredMessage[] {
  return messages.map((stored) =>
    isAnswerOpen(stored.message) && !stored.isGrowing
      ? {
          ...stored,
          message: endAnswer(stored.message, {
            outcome: 'cut-off',
            usage: undefined,
            error: errors.describeInterruption(),
          }),
        }
      : stored,
  );
}

/** A chat in memory in the form of a kept one. `now`: milliseconds since 1970. */
export function treeOf(head: ChatHead, tree: MessageTree, now: number): ChatTree {
  const { id, title, model, workspace } = head;
  const place = { isPinned: false, createdAt: now, updatedAt: now };
  return {
    summary: { id, title, model, ...(workspace === undefined ? {} : { workspace }), ...place },
    messages: [...tree.all].map(({ message, parentId, createdAt }) => ({
      message,
      parentId,
      createdAt: createdAt ?? now,
      isGrowing: false,
    })),
    leafId: tree.leafId,
  };
}

/** Whether two values say the same, as JSON. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
