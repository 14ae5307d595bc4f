// What the panel keeps over a reload: the text that is being written in each chat. In its own state, and with the host.
import * as v from 'valibot';
import type { KeptDraft, OpenChat } from '../../../shared/draft.ts';
import type { PanelHost } from '../panelHost.ts';
import { DraftPoster } from './draftPoster.ts';

/** A state of an older version has no times. */
const timeSchema = v.optional(v.number(), 0);
const savedChatSchema = v.object({
  draft: v.string(),
  writtenAt: timeSchema,
  /** Texts that wait to be sent, and that the store refuses: a page that is loaded anew has them in front of its draft. */
  unstored: v.optional(v.array(v.string()), []),
});
const savedStateSchema = v.object({
  /** The chat that was open. */
  chatId: v.string(),
  openedAt: timeSchema,
  chats: v.record(v.string(), savedChatSchema),
});

type SavedChat = v.InferOutput<typeof savedChatSchema>;

/** The most chats whose drafts are kept, and the most that are known to be empty; the oldest go first. */
const mostChats = 50;

export class SavedState {
  readonly #host: PanelHost;
  readonly #poster: DraftPoster;
  /** Those that were emptied are among them, for an older draft is not to come back. */
  readonly #chats: Map<string, SavedChat>;
  /** Written in since the page was loaded. */
  readonly #written = new Set<string>();
  #openChat: OpenChat;
  #newest: number;

  constructor(host: PanelHost) {
    this.#host = host;
    this.#poster = new DraftPoster((message) => host.post(message));
    const saved = v.safeParse(savedStateSchema, host.loadState());
    const { chatId, openedAt, chats } = saved.success ? saved.output : { chatId: '', openedAt: 0, chats: {} };
    this.#openChat = { chatId, openedAt };
    this.#chats = new Map(Object.entries(chats));
    this.#newest = Math.max(openedAt, ...[...this.#chats.values()].map(({ writtenAt }) => writtenAt));
    for (const [id, { draft, unstored }] of [...this.#chats]) {
      if (unstored.length > 0) {
        this.#change(id, [...unstored, draft].filter((text) => text !== '').join('\n\n'), []);
      }
    }
  }

  /** The chat that is open; that of before the reload until another opens, and with an empty id for the first start. */
  get openChat(): OpenChat {
    return this.#openChat;
  }

  /** Empty where nothing is being written. */
  get(chatId: string): string {
    return this.#chats.get(chatId)?.draft ?? '';
  }

  /** Whether the user has written there since the page was loaded. */
  isWritten(chatId: string): boolean {
    return this.#written.has(chatId);
  }

  /** Keeps what the user writes. */
  set(chatId: string, draft: string): void {
    this.#change(chatId, draft);
    if (draft === '') {
      this.#poster.flush();
    }
  }

  /** Takes all that was written for another chat to the one that is open. */
  moveFrom(chatId: string, draft: string): void {
    if (this.#chats.has(chatId)) {
      this.#change(chatId, '');
    }
    if (draft !== '') {
      this.#change(this.#openChat.chatId, draft);
    }
    this.#poster.flush();
  }

  /** `isFirst`: of this page. The host may then have made a new one, to which there is nothing to go back yet. */
  open(chatId: string, isFirst: boolean): void {
    if (chatId === this.#openChat.chatId) {
      return;
    }
    this.#openChat = { chatId, openedAt: this.#stamp() };
    this.#save();
    if (!isFirst) {
      this.#poster.noteOpenChat(this.#openChat);
      this.#poster.flush();
    }
  }

  /** Takes over what the host has kept, where it is newer. What the user has written meanwhile is newer than anything. */
  adopt({ chatId, text, writtenAt }: KeptDraft): boolean {
    this.#newest = Math.max(this.#newest, writtenAt);
    if (this.#written.has(chatId) || writtenAt <= (this.#chats.get(chatId)?.writtenAt ?? -1)) {
      return false;
    }
    this.#put(chatId, { draft: text, writtenAt, unstored: this.#chats.get(chatId)?.unstored ?? [] });
    return true;
  }

  /** Keeps what waits to be sent in that chat and is stored nowhere. */
  setUnstored(chatId: string, unstored: readonly string[]): void {
    const { draft = '', writtenAt = 0, unstored: former = [] } = this.#chats.get(chatId) ?? {};
    if (unstored.length > 0 || former.length > 0) {
      this.#put(chatId, { draft, writtenAt, unstored: [...unstored] });
    }
  }

  /** Lets the host know all, before it may be too late. */
  flush(): void {
    this.#poster.flush();
  }

  #change(chatId: string, draft: string, unstored = this.#chats.get(chatId)?.unstored ?? []): void {
    const writtenAt = this.#stamp();
    this.#written.add(chatId);
    this.#put(chatId, { draft, writtenAt, unstored });
    this.#poster.note({ chatId, text: draft, writtenAt }, this.#openChat);
  }

  #put(chatId: string, chat: SavedChat): void {
    this.#chats.delete(chatId);
    this.#chats.set(chatId, chat);
    this.#save();
  }

  #save(): void {
    const all = [...this.#chats];
    const kept = [
      ...all.filter(([, chat]) => isEmpty(chat)).slice(-mostChats),
      ...all.filter(([, chat]) => !isEmpty(chat)).slice(-mostChats),
    ];
    this.#host.saveState({ ...this.#openChat, chats: Object.fromEntries(kept) });
  }

  /** Later than any time known, whatever the clock says. */
  #stamp(): number {
    this.#newest = Math.max(Date.now(), this.#newest + 1);
    return this.#newest;
  }
}

function isEmpty({ draft, unstored }: SavedChat): boolean {
  return draft === '' && unstored.length === 0;
}
