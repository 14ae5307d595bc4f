// Which chat a panel shows that was loaded anew, by a reload of the window or because it was hidden. Pure.
import type { ChatTree } from '../shared/history.ts';

/** The chat of this window's session. */
export interface SessionChat {
  readonly chatId: string;
  /** Nothing has been said in it yet. */
  readonly isEmpty: boolean;
}

/** The chats that may have been in sight before, by their ids; empty where there was none. */
export interface EarlierChats {
  /** What is newer of what the panel has kept and what the store has: a browser may have lost the panel's. */
  readonly lastOpen: string;
  /** One of this window whose answer was interrupted. */
  readonly interrupted: string | undefined;
}

export interface RestorePlan {
  /** What the panel hears was in sight: the drafts of that chat are restored. */
  readonly lastId: string;
  /** The kept chat that is to be read. */
  readonly readId: string | undefined;
  /** Whether what was read is shown: what the user has begun since is not replaced, and what is in the trash is not brought back. */
  isToOpen(kept: ChatTree | undefined, now: SessionChat): kept is ChatTree;
}

/**
 * A session in which something was said outlives every panel, and `earlier` is of no use then. Else an interrupted answer goes before the
 * chat that was open. `ofPanel`: the chat that the panel showed, as far as it knows.
 */
export function planRestore(before: SessionChat, ofPanel: string, earlier: EarlierChats | undefined): RestorePlan {
  const lastId = before.isEmpty && earlier ? (earlier.interrupted ?? earlier.lastOpen) : ofPanel;
  const isElsewhere = before.isEmpty && lastId !== '' && lastId !== before.chatId;
  return {
    lastId,
    readId: isElsewhere ? lastId : undefined,
    isToOpen: (kept, now): kept is ChatTree =>
      kept !== undefined && kept.summary.deletedAt === undefined && now.chatId === before.chatId && now.isEmpty,
  };
}
