// The list of kept chats as the panel shows it: what was asked for, what was found, and what can be undone.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { ChatSummary, SearchHit } from '../../../shared/history.ts';
import type { HistoryPanelMessage, HistoryView } from '../../../protocol/history.ts';
import type { HostMessage } from '../../../protocol/panel.ts';

/** Chats that are asked for at a time. */
const pageSize = 200;

/** How long typing rests before it is searched, in milliseconds. */
const typingPauseMs = 80;

interface Listing {
  readonly hits: readonly SearchHit[];
  readonly hasMore: boolean;
  readonly hasWorkspace: boolean;
}

const firstView: HistoryView = { query: '', isWorkspaceOnly: false, isTrash: false, limit: pageSize };

export class HistoryState {
  readonly #post: (message: HistoryPanelMessage) => void;
  readonly #isOpen = signal(false);
  readonly #view = signal(firstView);
  /** Undefined until the host has answered. */
  readonly #listing = signal<Listing | undefined>(undefined);
  readonly #failure = signal<string | undefined>(undefined);
  readonly #deleted = signal<ChatSummary | undefined>(undefined);
  readonly #renaming = signal<string | undefined>(undefined);
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(post: (message: HistoryPanelMessage) => void) {
    this.#post = post;
  }

  get isOpen(): ReadonlySignal<boolean> {
    return this.#isOpen;
  }

  get view(): ReadonlySignal<HistoryView> {
    return this.#view;
  }

  get listing(): ReadonlySignal<Listing | undefined> {
    return this.#listing;
  }

  get failure(): ReadonlySignal<string | undefined> {
    return this.#failure;
  }

  /** The chat that was deleted last, while that can be undone here. */
  get deleted(): ReadonlySignal<ChatSummary | undefined> {
    return this.#deleted;
  }

  /** The chat whose title is being edited. */
  get renaming(): ReadonlySignal<string | undefined> {
    return this.#renaming;
  }

  open(): void {
    this.#isOpen.value = true;
    this.#deleted.value = undefined;
    this.#show({ ...this.#view.value, query: '', isTrash: false, limit: pageSize });
  }

  close(): void {
    clearTimeout(this.#typing);
    this.#isOpen.value = false;
    this.#renaming.value = undefined;
  }

  search(query: string): void {
    this.#view.value = { ...this.#view.value, query, limit: pageSize };
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#request(), typingPauseMs);
  }

  showWorkspaceOnly(isWorkspaceOnly: boolean): void {
    this.#show({ ...this.#view.value, isWorkspaceOnly, limit: pageSize });
  }

  showTrash(isTrash: boolean): void {
    this.#deleted.value = undefined;
    this.#show({ ...this.#view.value, isTrash, limit: pageSize });
  }

  showMore(): void {
    if (this.#listing.value?.hasMore === true && this.#listing.value.hits.length >= this.#view.value.limit) {
      this.#show({ ...this.#view.value, limit: this.#view.value.limit + pageSize });
    }
  }

  beginRename(chatId: string): void {
    this.#renaming.value = chatId;
  }

  /** An empty title changes nothing. */
  endRename(chatId: string, title: string | undefined): void {
    if (this.#renaming.value !== chatId) {
      return;
    }
    this.#renaming.value = undefined;
    const trimmed = title?.trim().slice(0, 500) ?? '';
    if (trimmed !== '') {
      this.#change(chatId, (chat) => ({ ...chat, title: trimmed }));
      this.#post({ type: 'chat-renamed', chatId, title: trimmed });
    }
  }

  pin(chat: ChatSummary): void {
    this.#post({ type: 'chat-pinned', chatId: chat.id, isPinned: !chat.isPinned });
  }

  delete(chat: ChatSummary): void {
    this.#remove(chat.id);
    this.#deleted.value = chat;
    this.#post({ type: 'chat-deleted', chatId: chat.id });
  }

  restore(chatId: string): void {
    if (this.#view.value.isTrash) {
      this.#remove(chatId);
    }
    this.#deleted.value = undefined;
    this.#post({ type: 'chat-restored', chatId });
  }

  receive(message: Extract<HostMessage, { type: `history-${string}` }>): void {
    switch (message.type) {
      case 'history-opened':
        this.open();
        return;
      case 'history-changed':
        if (this.#isOpen.value) {
          this.#request();
        }
        return;
      case 'history-failed':
        this.#failure.value = message.text;
        return;
      case 'history-listed':
        // What was asked before the last keystroke is no answer any more.
        if (JSON.stringify(message.view) === JSON.stringify(this.#view.value)) {
          const { hits, hasMore, hasWorkspace } = message;
          this.#failure.value = undefined;
          this.#listing.value = { hits: reuse(this.#listing.value?.hits ?? [], hits), hasMore, hasWorkspace };
        }
        return;
    }
  }

  #show(view: HistoryView): void {
    this.#view.value = view;
    this.#request();
  }

  #request(): void {
    clearTimeout(this.#typing);
    this.#post({ type: 'history-requested', view: this.#view.value });
  }

  #remove(chatId: string): void {
    this.#setHits((hits) => hits.filter(({ chat }) => chat.id !== chatId));
  }

  #change(chatId: string, change: (chat: ChatSummary) => ChatSummary): void {
    this.#setHits((hits) => hits.map((hit) => (hit.chat.id === chatId ? { ...hit, chat: change(hit.chat) } : hit)));
  }

  #setHits(change: (hits: readonly SearchHit[]) => readonly SearchHit[]): void {
    const listing = this.#listing.value;
    if (listing) {
      this.#listing.value = { ...listing, hits: change(listing.hits) };
    }
  }
}

/** The new hits; those that were there before, unchanged, are the same objects, so that their rows need not be made again. */
function reuse(known: readonly SearchHit[], hits: readonly SearchHit[]): SearchHit[] {
  const byId = new Map(known.map((hit) => [hit.chat.id, hit]));
  return hits.map((hit) => {
    const before = byId.get(hit.chat.id);
    return before !== undefined && JSON.stringify(before) === JSON.stringify(hit) ? before : hit;
  });
}
