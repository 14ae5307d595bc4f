// Keeps in the store what the user is writing, and which chat is open: a browser that loads the page anew may lose what the panel kept.
import type { KeptDraft, OpenChat } from '../shared/draft.ts';
import type { Log } from '../shared/gateway.ts';
import { planRestore, type RestorePlan, type SessionChat } from './restorePanel.ts';

/** Where drafts are kept: those of this window's workspace. */
export interface DraftStore {
  saveDrafts(drafts: readonly KeptDraft[], openChat: OpenChat): Promise<void>;
  noteOpenChat(chatId: string): Promise<void>;
  readOpenChat(): Promise<OpenChat | undefined>;
  readDrafts(chatIds: readonly string[]): Promise<readonly KeptDraft[]>;
}

interface Ports {
  readonly store: DraftStore;
  readonly log: Log;
}

/** What the store refuses stays with the panel: nothing here fails. */
export class KeptDrafts {
  readonly #ports: Ports;
  #hasComplained = false;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  async save(drafts: readonly KeptDraft[], openChat: OpenChat): Promise<void> {
    await this.#try((store) => store.saveDrafts(drafts, openChat));
  }

  /** A message goes to that chat: it is the one to open after a reload, even if the panel can say nothing any more. */
  async noteOpenChat(chatId: string): Promise<void> {
    await this.#try((store) => store.noteOpenChat(chatId));
  }

  /** The chat that was open before the panel was loaded anew, by what is newer: what the panel has kept, or we. */
  async lastChatId(ofPanel: OpenChat): Promise<string> {
    const kept = await this.#try((store) => store.readOpenChat());
    return kept && kept.openedAt > ofPanel.openedAt ? kept.chatId : ofPanel.chatId;
  }

  /** For a panel that was loaded anew. */
  async planRestore(
    session: SessionChat,
    ofPanel: OpenChat,
    findInterrupted: () => Promise<string | undefined>,
  ): Promise<RestorePlan> {
    if (!session.isEmpty) {
      return planRestore(session, ofPanel.chatId, undefined);
    }
    const [interrupted, lastOpen] = await Promise.all([findInterrupted(), this.lastChatId(ofPanel)]);
    return planRestore(session, ofPanel.chatId, { interrupted, lastOpen });
  }

  /** What is kept of those chats. */
  async read(chatIds: readonly string[]): Promise<readonly KeptDraft[]> {
    return (await this.#try((store) => store.readDrafts(chatIds))) ?? [];
  }

  async #try<T>(job: (store: DraftStore) => Promise<T>): Promise<T | undefined> {
    const { store, log } = this.#ports;
    try {
      return await job(store);
    } catch (error) {
      if (!this.#hasComplained) {
        this.#hasComplained = true;
        log.warn(`Drafts are with the panel alone: ${error instanceof Error ? error.message : String(error)}`);
      }
      return undefined;
    }
  }
}
