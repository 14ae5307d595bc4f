// Keeps in the store what the user is writing, and which chat is open: a browser that loads the page anew may lose what the panel kept.
import type { KeptDraft, OpenChat } from '../../shared/draft.ts';
import type { Log } from '../../shared/gateway.ts';
import type { HostMessage } from '../../shared/protocol.ts';
import type { ChatStore } from '../../store/chatStore.ts';
import { toStoreError } from '../../store/storeError.ts';
import type { StoreSource } from '../host/storeSource.ts';
import { currentWorkspace } from './chatHistory.ts';

interface Services {
  readonly storeSource: StoreSource;
  readonly log: Log;
  readonly post: (message: HostMessage) => void;
}

/** What the store refuses stays with the panel: nothing here fails. */
export class KeptDrafts {
  readonly #services: Services;
  #hasComplained = false;

  constructor(services: Services) {
    this.#services = services;
  }

  async save(drafts: readonly KeptDraft[], openChat: OpenChat): Promise<void> {
    await this.#try((store, workspaceId) => store.call('saveDrafts', workspaceId, drafts, openChat));
  }

  /** A message goes to that chat: it is the one to open after a reload, even if the panel can say nothing any more. */
  async noteOpenChat(chatId: string): Promise<void> {
    await this.#try((store, workspaceId) => store.call('noteOpenChat', workspaceId, chatId));
  }

  /** The chat that was open before the panel was loaded anew, by what is newer: what the panel has kept, or we. */
  async lastChatId(ofPanel: OpenChat): Promise<string> {
    const kept = await this.#try((store, workspaceId) => store.call('readOpenChat', workspaceId));
    return kept && kept.openedAt > ofPanel.openedAt ? kept.chatId : ofPanel.chatId;
  }

  /** Gives the panel what is kept of those chats. */
  async restore(chatIds: readonly string[], lastChatId?: string): Promise<void> {
    const drafts = await this.#try((store, workspaceId) => store.call('readDrafts', workspaceId, chatIds));
    this.#services.post({
      type: 'drafts-restored',
      drafts: [...(drafts ?? [])],
      ...(lastChatId === undefined ? {} : { lastChatId }),
    });
  }

  async #try<T>(job: (store: ChatStore, workspaceId: string) => Promise<T>): Promise<T | undefined> {
    const { storeSource, log } = this.#services;
    try {
      return await job(storeSource.store, currentWorkspace()?.id ?? '');
    } catch (error) {
      if (!this.#hasComplained) {
        this.#hasComplained = true;
        const { problem, message } = toStoreError(error);
        log.warn(`Drafts are with the panel alone (${problem}): ${message}`);
      }
      return undefined;
    }
  }
}
