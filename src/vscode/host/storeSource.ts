// The store of this window: made here, so that chats and the ledger share one worker, and its news reach all who want them.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DraftStore } from '../../chat/keptDrafts.ts';
import type { OutboxStore } from '../../chat/outboxPorts.ts';
import type { LedgerEntry } from '../../shared/credits.ts';
import { ChatStore } from '../../store/chatStore.ts';
import { currentWorkspace } from './workspace.ts';
import type { LedgerListener } from '../../credits/ports.ts';
import type { StoreNews } from '../../store/storeMethods.ts';

interface StoreOptions {
  readonly extensionUri: vscode.Uri;
  readonly storageUri: vscode.Uri;
}

export class StoreSource implements vscode.Disposable {
  readonly #news = new vscode.EventEmitter<StoreNews>();
  readonly store: ChatStore;

  /** What this window and others have written, and what became of a damaged file. */
  readonly onNews = this.#news.event;

  /** No disk is touched before the first call. */
  constructor({ extensionUri, storageUri }: StoreOptions) {
    this.store = new ChatStore({
      workerPath: join(extensionUri.fsPath, 'dist', 'storeWorker.js'),
      folder: vscode.Uri.joinPath(storageUri, 'chats').fsPath,
      windowId: randomUUID(),
      onNews: (news) => this.#news.fire(news),
    });
  }

  /** What the panel of this workspace keeps for its next start. */
  get drafts(): DraftStore {
    const { store } = this;
    const workspaceId = (): string => currentWorkspace()?.id ?? '';
    return {
      saveDrafts: (...parameters) => store.drafts.saveDrafts(workspaceId(), ...parameters),
      noteOpenChat: (...parameters) => store.drafts.noteOpenChat(workspaceId(), ...parameters),
      readOpenChat: () => store.drafts.readOpenChat(workspaceId()),
      readDrafts: (...parameters) => store.drafts.readDrafts(workspaceId(), ...parameters),
    };
  }

  /** What this window has to send. No call fails: what cannot be kept is in memory. */
  outbox(onFailure: (error: unknown) => void): OutboxStore {
    const { store } = this;
    const workspaceId = (): string => currentWorkspace()?.id ?? '';
    const fail = (error: unknown): undefined => {
      onFailure(error);
      return undefined;
    };
    return {
      save: (...parameters) =>
        store.drafts.saveOutbox(workspaceId(), ...parameters).then(
          () => true,
          (error: unknown) => {
            onFailure(error);
            return false;
          },
        ),
      claim: (...parameters) => store.drafts.claimOutbox(workspaceId(), ...parameters).catch(fail),
    };
  }

  /** The ledger, for a page that shows it. */
  readLedger(since: number): Promise<readonly LedgerEntry[]> {
    return this.store.ledger.listRequests(since);
  }

  /** Told of requests that have changed, in whichever window; of none by name where all may have. */
  onDidChangeLedger(listener: LedgerListener): vscode.Disposable {
    return this.onNews((news) => {
      switch (news.type) {
        case 'ledger-changed':
          listener(news.entries);
          return;
        case 'recovered':
          listener(undefined);
          return;
        case 'changed':
          return;
      }
    });
  }

  /** Whether anything has been asked of it. */
  get isInUse(): boolean {
    return this.store.isStarted;
  }

  /** What was asked for before is still done; resolves then. */
  async dispose(): Promise<void> {
    this.#news.dispose();
    await this.store.close();
  }
}
