// Which chat a panel shows that was loaded anew, by a reload of the window or because it was hidden. Pure.
import type { StoredChat } from '../shared/history.ts';

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
  /** The kept chat that is to be read, and to be shown if nothing is said in the session meanwhile. */
  readonly readId?: string;
}

/**
 * A session in which something was said outlives every panel, and `earlier` is of no use then. Else an interrupted answer goes before the
 * chat that was open. `ofPanel`: the chat that the panel showed, as far as it knows.
 */
export function planRestore(
  { chatId, isEmpty }: SessionChat,
  ofPanel: string,
  earlier: EarlierChats | undefined,
): RestorePlan {
  if (!isEmpty || !earlier) {
    return { lastId: ofPanel };
  }
  const lastId = earlier.interrupted ?? earlier.lastOpen;
  return lastId === '' || lastId === chatId ? { lastId } : { lastId, readId: lastId };
}

/** Whether what was read is shown: what the user has begun since, and what is in the trash, is not replaced and not brought back. */
export function isToOpen(kept: StoredChat | undefined, before: SessionChat, now: SessionChat): kept is StoredChat {
  return kept !== undefined && kept.summary.deletedAt === undefined && now.chatId === before.chatId && now.isEmpty;
}
