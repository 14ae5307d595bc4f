// Tells the host what the user is writing: soon, but not with every key.
import * as v from 'valibot';
import { keptDraftSchema, type KeptDraft, type OpenChat } from '../../../shared/draft.ts';
import type { PanelMessage } from '../../../protocol/panelMessages.ts';

/** How long after the last key it is told, and how long after the first at the latest, in milliseconds. */
const quietMs = 300;
const longestMs = 1_000;

export class DraftPoster {
  readonly #post: (message: PanelMessage) => void;
  /** By chat; what has changed since the host was told last. */
  readonly #pending = new Map<string, KeptDraft>();
  #openChat: OpenChat | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #latest = Infinity;

  constructor(post: (message: PanelMessage) => void) {
    this.#post = post;
  }

  note(draft: KeptDraft, openChat: OpenChat): void {
    this.#pending.set(draft.chatId, draft);
    this.noteOpenChat(openChat);
  }

  noteOpenChat(openChat: OpenChat): void {
    this.#openChat = openChat;
    const now = performance.now();
    this.#latest = Math.min(this.#latest, now + longestMs);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), Math.min(quietMs, this.#latest - now));
  }

  /** Tells now what waits to be told. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#latest = Infinity;
    const openChat = this.#openChat;
    this.#openChat = undefined;
    if (openChat) {
      // What is too large to be kept stays in the state of the panel alone, as does what is written before a chat is there.
      const drafts = [...this.#pending.values()].filter((draft) => v.is(keptDraftSchema, draft));
      this.#pending.clear();
      if (openChat.chatId !== '') {
        this.#post({ type: 'drafts-changed', drafts, openChat });
      }
    }
  }
}
