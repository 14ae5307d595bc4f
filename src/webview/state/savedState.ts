// What the panel keeps over a reload: the drafts and the waiting messages of each chat.
import * as v from 'valibot';
import type { PanelHost } from '../host.ts';

const savedChatSchema = v.object({ draft: v.string(), queue: v.array(v.string()) });
const savedStateSchema = v.object({
  /** The chat that was open. */
  chatId: v.string(),
  chats: v.record(v.string(), savedChatSchema),
});

export type SavedChat = v.InferOutput<typeof savedChatSchema>;

/** The most chats whose drafts are kept; the oldest go first. */
const mostChats = 50;

export class SavedState {
  readonly #host: PanelHost;
  readonly #chats: Map<string, SavedChat>;
  /** The chat that was open before the reload, empty for the first start. */
  readonly lastChatId: string;

  constructor(host: PanelHost) {
    this.#host = host;
    const saved = v.safeParse(savedStateSchema, host.loadState());
    this.lastChatId = saved.success ? saved.output.chatId : '';
    this.#chats = new Map(saved.success ? Object.entries(saved.output.chats) : []);
  }

  get(chatId: string): SavedChat | undefined {
    return this.#chats.get(chatId);
  }

  set(chatId: string, chat: SavedChat): void {
    this.#chats.delete(chatId);
    if (chat.draft !== '' || chat.queue.length > 0) {
      this.#chats.set(chatId, chat);
    }
    const kept = [...this.#chats].slice(-mostChats);
    this.#host.saveState({ chatId, chats: Object.fromEntries(kept) });
  }
}
