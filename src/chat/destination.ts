// For which chat a message is meant that the panel sends while it may not have heard yet which chat is in sight.
import type { ChatNews } from '../shared/chatNews.ts';

export class Destination {
  #shownId: string;
  #isUnsent = true;
  /** Chats that were left for the new one in sight, or for a new one before it in which nothing was sent either. */
  readonly #left = new Set<string>();

  /** `chatId` is the new chat in sight at first. */
  constructor(chatId: string) {
    this.#shownId = chatId;
  }

  /** What happens in the chat in sight. */
  take(news: ChatNews): void {
    if (news.type === 'chat-opened') {
      this.#open(news.chatId, news.messages.length === 0);
    } else if (news.type === 'message-changed' && news.chatId === this.#shownId) {
      this.#isUnsent = false;
    }
  }

  /** Whoever has begun a new chat and sends at once means the new one, though the panel still names the one before. */
  of(chatId: string): string {
    return chatId === '' || (this.#isUnsent && this.#left.has(chatId)) ? this.#shownId : chatId;
  }

  #open(chatId: string, isUnsent: boolean): void {
    if (chatId !== this.#shownId) {
      if (!this.#isUnsent || !isUnsent) {
        this.#left.clear();
      }
      this.#left.add(this.#shownId);
      this.#left.delete(chatId);
      this.#shownId = chatId;
    }
    this.#isUnsent = isUnsent;
  }
}
