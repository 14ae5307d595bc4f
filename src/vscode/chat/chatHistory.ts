// The kept chats of the panel: what its list shows and does, what other windows change, and what is said while nothing can be kept.
import * as vscode from 'vscode';
import { currentWorkspace } from '../host/workspace.ts';
import { ChatKeeper } from '../../chat/chatKeeper.ts';
import { withUnsaved } from '../../chat/unsavedChats.ts';
import type { ChatTree, SearchHit, StoreProblem } from '../../shared/history.ts';
import type { HistoryPanelMessage, HistoryView } from '../../protocol/history.ts';
import type { HostMessage } from '../../protocol/panel.ts';
import type { Log } from '../../shared/gateway.ts';
import type { ChatStore } from '../../store/chatStore.ts';
import { StoreError, toStoreError } from '../../store/storeError.ts';
import type { StoreNews } from '../../store/storeMethods.ts';
import type { Localization } from '../host/localization.ts';
import type { StoreSource } from '../host/storeSource.ts';
import type { TransferOptions } from './chatTransfer.ts';
import { storeProblemSentence } from '../../words/storeProblemSentence.ts';
import { showLoggedProblem, showWarning } from '../host/notices.ts';
import { schedule } from '../host/schedule.ts';

interface HistoryOptions {
  readonly storeSource: StoreSource;
  readonly localization: Localization;
  readonly log: Log;
  readonly post: (message: HostMessage) => void;
  /** The user chose a chat. */
  readonly onOpened: (chat: ChatTree) => void;
  /** Other windows have written in these chats. */
  readonly onChanged: (chatIds: readonly string[]) => void;
}

/** An export also needs the chat in sight. */
type HandledMessage = Exclude<HistoryPanelMessage, { type: 'chat-exported' }>;

export class ChatHistory implements vscode.Disposable {
  readonly #options: HistoryOptions;
  readonly #store: ChatStore;
  readonly #subscription: vscode.Disposable;
  readonly keeper: ChatKeeper;

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#store = options.storeSource.store;
    this.#subscription = vscode.Disposable.from(
      options.storeSource.onNews((news) => this.#receive(news)),
      options.localization.onDidChange(() => this.postProblem()),
    );
    this.keeper = new ChatKeeper({
      store: this.#store.chats,
      schedule,
      problemOf: (error) => this.#problemOf(error),
      onProblem: () => this.postProblem(),
    });
  }

  /** The chat as it is kept, with what could not be saved of it; undefined where it is not kept, or cannot be read. */
  async open(chatId: string): Promise<ChatTree | undefined> {
    try {
      return await this.#readWhole(chatId);
    } catch (error) {
      this.#problemOf(error);
      return undefined;
    }
  }

  /** The chat that a window which has gone left in the middle of an answer. */
  async findInterrupted(): Promise<string | undefined> {
    try {
      return await this.#store.chats.findInterrupted(currentWorkspace()?.id);
    } catch (error) {
      this.#problemOf(error);
      return undefined;
    }
  }

  /**
   * Exports a chat that the user picks a format and a place for. `inSight` is what there is where it cannot be read. Returns
   * whether it was exported.
   */
  async export(chatId: string, inSight: () => ChatTree | undefined): Promise<boolean> {
    const { exportChats } = await import('../onDemand.ts');
    return exportChats({
      ...this.#transfer(),
      chatId,
      inSight,
      readWhole: async (id) => {
        await this.keeper.flush();
        return this.#readWhole(id);
      },
      unsavedIds: () => this.keeper.unsaved.map(({ head }) => head.id),
    });
  }

  async import(): Promise<void> {
    const { importFromFiles } = await import('../onDemand.ts');
    return importFromFiles(this.#transfer());
  }

  /** What the store refuses is told in a sentence, and the list shows again what is kept. */
  async handle(message: HandledMessage): Promise<void> {
    try {
      await this.#dispatch(message);
    } catch (error) {
      if (!(error instanceof StoreError)) {
        throw error;
      }
      this.#options.post({ type: 'history-changed' });
      void showLoggedProblem(this.#sentence(this.#problemOf(error)), this.#options.localization.t);
    }
  }

  async #dispatch(message: HandledMessage): Promise<void> {
    switch (message.type) {
      case 'history-requested':
        return this.#list(message.view);
      case 'chat-chosen':
        return this.#choose(message.chatId);
      case 'chat-renamed':
        return this.#store.chats.renameChat(message.chatId, message.title);
      case 'chat-pinned':
        return this.#store.chats.pinChat(message.chatId, message.isPinned);
      case 'chat-deleted':
        return this.#store.chats.deleteChat(message.chatId);
      case 'chat-restored':
        return this.#store.chats.restoreChat(message.chatId);
      case 'trash-emptied':
        return this.#emptyTrash();
      case 'saving-retried':
        return this.keeper.retry();
      case 'window-reload-requested':
        await vscode.commands.executeCommand('workbench.action.reloadWindow');
        return;
    }
  }

  /** Tells the panel whether chats can be kept. */
  postProblem(): void {
    const { problem } = this.keeper;
    this.#options.post(
      problem === undefined
        ? { type: 'keeping-changed' }
        : { type: 'keeping-changed', problem: { text: this.#sentence(problem), needsReload: problem === 'newer' } },
    );
  }

  dispose(): void {
    // The store is closed after this: it does what it was asked for first.
    this.keeper.dispose();
    this.#subscription.dispose();
  }

  async #list(view: HistoryView): Promise<void> {
    const { post, localization } = this.#options;
    const workspace = currentWorkspace();
    const filter = { isDeleted: view.isTrash, workspaceId: view.isWorkspaceOnly ? workspace?.id : undefined };
    const limit = view.limit + 1;
    try {
      const hits: readonly SearchHit[] =
        view.query.trim() === ''
          ? (await this.#store.chats.listChats({ ...filter, limit, offset: 0 })).map((chat) => ({
              chat,
              excerpt: '',
            }))
          : await this.#store.chats.searchChats({ ...filter, limit, query: view.query });
      const shown = hits.slice(0, view.limit);
      const hasMore = hits.length > shown.length;
      post({ type: 'history-listed', view, hits: [...shown], hasMore, hasWorkspace: workspace !== undefined });
    } catch (error) {
      this.#problemOf(error);
      post({ type: 'history-failed', text: localization.t('The kept chats cannot be read at the moment.') });
    }
  }

  async #choose(chatId: string): Promise<void> {
    const chat = await this.open(chatId);
    if (chat) {
      this.#options.onOpened(chat);
    } else {
      const { post, localization } = this.#options;
      post({ type: 'history-failed', text: localization.t('This chat cannot be read at the moment.') });
    }
  }

  async #emptyTrash(): Promise<void> {
    const { t } = this.#options.localization;
    const empty = t('Delete for good');
    const detail = t('This cannot be undone.');
    const question = t('Delete all chats in the trash for good?');
    if ((await showWarning(question, { modal: true, detail }, empty)) === empty) {
      await this.#store.chats.emptyTrash();
      // What is gone leaves no trace by which the store could tell of it.
      this.#options.post({ type: 'history-changed' });
    }
  }

  #receive(news: StoreNews): void {
    const { post, onChanged, localization, log } = this.#options;
    switch (news.type) {
      case 'changed':
        post({ type: 'history-changed' });
        if (!news.isOwn) {
          onChanged(news.chatIds);
        }
        return;
      case 'ledger-changed':
        return;
      case 'recovered':
        log.error(
          `The file of the chats was damaged: it is kept as ${news.setAside}, ${news.chats} chats were recovered.`,
        );
        void showWarning(
          localization.t(
            'The file of your chats was damaged. {0} chats were recovered; the damaged file is kept as {1}.',
            news.chats,
            news.setAside,
          ),
        );
        return;
    }
  }

  #problemOf(error: unknown): StoreProblem {
    const { problem, message } = toStoreError(error);
    this.#options.log.warn(`The chats could not be kept or read (${problem}): ${message}`);
    return problem;
  }

  #sentence(problem: StoreProblem): string {
    return storeProblemSentence(problem, this.#options.localization.t);
  }

  /** The chat with all that is known of it; undefined where there is none. */
  async #readWhole(chatId: string): Promise<ChatTree | undefined> {
    // Together: what is on its way now has arrived by the time that the chat is read, or it was held.
    const unsaved = this.keeper.unsavedOf(chatId);
    const kept = await this.#store.chats.readTree(chatId);
    return unsaved ? withUnsaved(kept, unsaved, Date.now()) : kept;
  }

  #transfer(): TransferOptions {
    const { log, localization } = this.#options;
    const { t, numbers } = localization;
    return { store: this.#store, t, numbers, log };
  }
}
