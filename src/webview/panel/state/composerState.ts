// What the user is writing: the draft, and a message that was held back or refused. What waits to be sent is the host's, which sends it;
// here it is shown.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Attachment } from '../../../shared/parts.ts';
import type { OutboxPanelMessage } from '../../../protocol/outbox.ts';
import { messageOfDraft, type KeptDraft } from '../../../shared/draft.ts';
import { emptyOutbox, type ChatOutbox, type Refusal, type WaitingMessage } from '../../../shared/outbox.ts';
import { findSecret, type FoundSecret } from '../../../shared/secrets.ts';
import type { SavedState } from './savedState.ts';

export interface ComposerPorts {
  readonly saved: SavedState;
  readonly post: (message: OutboxPanelMessage) => void;
  /** Whether an answer is open now. */
  readonly isAnswering: ReadonlySignal<boolean>;
}

export class ComposerState {
  readonly #ports: ComposerPorts;
  #hasOpenedChat = false;
  readonly #draft;
  /** The newest that the host has told, of whichever chat. */
  readonly #outbox = signal<{ readonly chatId: string; readonly outbox: ChatOutbox } | undefined>(undefined);
  readonly #openChatId;
  /** Ids of texts that came back and are in the draft by now. */
  readonly #taken = new Set<string>();
  readonly #refusal = signal<Refusal | undefined>(undefined);
  readonly #heldSecret = signal<FoundSecret | undefined>(undefined);
  /** Messages that the host has not answered for yet. */
  readonly #unanswered = signal<readonly number[]>([]);
  #lastRequestId = 0;
  readonly #focusRequests = signal(0);

  readonly isBusy = computed((): boolean => this.#unanswered.value.length > 0 || this.#ports.isAnswering.value);
  /** The messages of the open chat that wait for an answer to end, or for the user. */
  readonly queue = computed((): readonly WaitingMessage[] => this.#ofOpenChat.value.waiting);
  /** What goes with the next message. */
  readonly attachments = computed((): readonly Attachment[] => this.#ofOpenChat.value.attachments);
  readonly #ofOpenChat = computed(() => {
    const { chatId, outbox } = this.#outbox.value ?? {};
    return outbox && chatId === this.#openChatId.value ? outbox : emptyOutbox;
  });

  constructor(ports: ComposerPorts) {
    this.#ports = ports;
    const { chatId } = ports.saved.openChat;
    this.#openChatId = signal(chatId);
    this.#draft = signal(ports.saved.get(chatId));
  }

  get draft(): ReadonlySignal<string> {
    return this.#draft;
  }

  /** Why the last message could not be sent. */
  get refusal(): ReadonlySignal<Refusal | undefined> {
    return this.#refusal;
  }

  /** What looks like a key in the draft, for which it was not sent. */
  get heldSecret(): ReadonlySignal<FoundSecret | undefined> {
    return this.#heldSecret;
  }

  /** Rises whenever the composer should have the focus. */
  get focusRequests(): ReadonlySignal<number> {
    return this.#focusRequests;
  }

  write(text: string): void {
    this.#takeNoticesAway();
    this.#draft.value = text;
    this.#ports.saved.set(this.#chatId, text);
  }

  /** Takes over an example for the user to go on from. */
  suggest(text: string): void {
    this.write(text);
    this.focus();
  }

  focus(): void {
    this.#focusRequests.value += 1;
  }

  /**
   * Sends the draft, which waits where an answer is under way. Does nothing for a blank one, and holds one back that seems to have a
   * key in it: it stays the draft, so that nothing of it can be lost.
   */
  send(): void {
    const secret = findSecret(this.#draft.value);
    if (secret === undefined) {
      this.sendAnyway();
    } else {
      this.#heldSecret.value = secret;
    }
  }

  /** As `send`, whatever is in the draft: the user has been asked. */
  sendAnyway(): void {
    const text = messageOfDraft(this.#draft.value);
    if (text === '') {
      return;
    }
    this.#lastRequestId += 1;
    const requestId = this.#lastRequestId;
    this.#unanswered.value = [...this.#unanswered.value, requestId];
    const attachmentIds = this.attachments.value.map(({ id }) => id);
    // Before the host hears that the draft is empty: if the page ends in between, the text is there twice rather than never.
    this.#ports.post({ type: 'message-sent', requestId, chatId: this.#toldChatId, text, attachmentIds });
    this.write('');
  }

  /** Lets the user go on writing what was held back. */
  editHeld(): void {
    this.#heldSecret.value = undefined;
    this.focus();
  }

  /** Sends the first of the waiting messages, unless an answer is open. */
  sendQueued(): void {
    const [first] = this.queue.value;
    if (first && !this.isBusy.value) {
      this.#ports.post({ type: 'queued-message-sent', chatId: this.#chatId, messageId: first.id });
    }
  }

  unqueue(messageId: string): void {
    this.#ports.post({ type: 'queued-message-removed', chatId: this.#chatId, messageId });
  }

  /** Takes a waiting message back into the draft. */
  editQueued(messageId: string): void {
    this.#ports.post({ type: 'queued-message-edited', chatId: this.#chatId, messageId });
  }

  removeAttachment(attachmentId: string): void {
    this.#ports.post({ type: 'draft-attachment-removed', chatId: this.#chatId, attachmentId });
  }

  /** Shows why the draft, which stays, cannot be sent. */
  complain(refusal: Refusal): void {
    this.#refusal.value = refusal;
  }

  /** The host has sent the message, keeps it, or has given it back. */
  noteAnswered(requestId: number): void {
    this.#unanswered.value = this.#unanswered.value.filter((id) => id !== requestId);
  }

  /** What a chat has to send now. Texts that came back go in front of the draft, once its chat is open. */
  takeOutbox(chatId: string, outbox: ChatOutbox, isStored: boolean): void {
    // What came back is part of the draft by now.
    this.#ports.saved.setUnstored(chatId, isStored ? [] : outbox.waiting.map(({ text }) => text));
    this.#outbox.value = { chatId, outbox };
    this.#takeReturned();
  }

  /** `isUnsent`: neither that chat nor the one that was open has messages. */
  openChat(chatId: string, isUnsent: boolean): void {
    this.#changeChat(chatId, isUnsent);
    this.#openChatId.value = chatId;
    this.#takeReturned();
  }

  /**
   * Takes over what the host has kept, where it is newer. `lastChatId`: the chat that was open before the page was loaded, where the
   * host knows better.
   */
  restore(drafts: readonly KeptDraft[], lastChatId: string | undefined): void {
    const { saved } = this.#ports;
    const adopted = drafts.filter((draft) => saved.adopt(draft)).map(({ chatId }) => chatId);
    if (lastChatId !== undefined && !this.#hasOpenedChat && !saved.isWritten(this.#chatId)) {
      saved.open(lastChatId, true);
      this.#openChatId.value = lastChatId;
      this.#show(saved.get(lastChatId));
    } else if (adopted.includes(this.#chatId)) {
      this.#show(saved.get(this.#chatId));
    }
  }

  #changeChat(chatId: string, isUnsent: boolean): void {
    this.#unanswered.value = [];
    const { saved } = this.#ports;
    const isFirst = !this.#hasOpenedChat;
    this.#hasOpenedChat = true;
    const former = this.#chatId;
    if (chatId === former) {
      return;
    }
    const kept = saved.get(chatId);
    const isTypedEarly = isFirst && saved.isWritten(former) && this.#draft.value !== '';
    saved.open(chatId, isFirst);
    if (isTypedEarly || (kept === '' && (isFirst || isUnsent))) {
      // Nothing leads back to a chat that was never sent, so its draft comes along; as does what was typed early.
      saved.moveFrom(former, this.#draft.value);
    } else {
      this.#show(kept);
    }
    this.#takeNoticesAway();
  }

  #takeReturned(): void {
    const fresh = this.#ofOpenChat.value.returned.filter(({ id }) => !this.#taken.has(id));
    if (!this.#hasOpenedChat || fresh.length === 0) {
      return;
    }
    for (const { id, text } of fresh) {
      this.#taken.add(id);
      this.write(inFrontOf(this.#draft.value, text));
    }
    // The host forgets them only when it has the draft.
    this.#ports.saved.flush();
    this.#ports.post({ type: 'returned-texts-taken', chatId: this.#chatId, messageIds: fresh.map(({ id }) => id) });
    this.#refusal.value = fresh.at(-1)?.refusal;
    this.focus();
  }

  get #chatId(): string {
    return this.#ports.saved.openChat.chatId;
  }

  /** As the host knows it: before it has opened a chat, the message is for the one that it has. */
  get #toldChatId(): string {
    return this.#hasOpenedChat ? this.#chatId : '';
  }

  #takeNoticesAway(): void {
    this.#refusal.value = undefined;
    this.#heldSecret.value = undefined;
  }

  #show(draft: string): void {
    this.#heldSecret.value = undefined;
    this.#draft.value = draft;
  }
}

/** A page that ended before the host heard of it has taken the text already. */
function inFrontOf(draft: string, text: string): string {
  return draft === text || draft.startsWith(`${text}\n\n`) || draft === '' ? draft || text : `${text}\n\n${draft}`;
}
