// Merges chats that could not be saved yet with their stored state, so that an export is complete while saving fails.
import type { ChatHead, ChatTree, MessageToSave, StoredMessage } from '../shared/history.ts';
import { MessageTree } from './chatTree.ts';

export interface UnsavedChat {
  readonly head: ChatHead;
  /** In the order in which they were to be saved. */
  readonly messages: readonly MessageToSave[];
}

/** The chat as it would be stored if all its messages had been saved. `now`: milliseconds since 1970. */
export function withUnsaved(kept: ChatTree | undefined, { head, messages }: UnsavedChat, now: number): ChatTree {
  const all = new Map(kept?.messages.map((stored): [string, StoredMessage] => [stored.message.id, stored]));
  let leafId = kept?.leafId;
  for (const { message, place } of messages) {
    const known = all.get(message.id);
    const parentId = known ? known.parentId : place === 'next' ? leafId : place.after;
    all.set(message.id, { message, parentId, createdAt: known?.createdAt ?? now, isGrowing: false });
    if (!known) {
      leafId = message.id;
    } else if (place !== 'next') {
      leafId = newestBelow(message.id, [...all.values()]);
    }
  }
  return { summary: kept?.summary ?? summaryOf(head, now), messages: [...all.values()], leafId };
}

function newestBelow(messageId: string, messages: readonly StoredMessage[]): string | undefined {
  const tree = new MessageTree(messages);
  tree.choose(messageId);
  return tree.leafId;
}

function summaryOf({ id, title, model, workspace }: ChatHead, now: number): ChatTree['summary'] {
  const times = { isPinned: false, createdAt: now, updatedAt: now };
  return { id, title, model, ...(workspace === undefined ? {} : { workspace }), ...times };
}
