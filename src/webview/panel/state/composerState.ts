// What the user is writing: the draft, the messages that wait for an answer to end, and a message that was held back or refused.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Answer } from '../../../shared/chat.ts';
import { messageOfDraft, type KeptDraft } from '../../../shared/draft.ts';
import { findSecret, type FoundSecret } from '../../../shared/secrets.ts';
import type { SavedState, Writing } from './savedState.ts';

/** The host takes no longer message. In characters. */
export const longestMessage = 2_000_000;

export interface ComposerPorts {
  readonly saved: SavedState;
  readonly send: (text: string) => void;
  /** Whether an answer is open now. */
  readonly isAnswering: ReadonlySignal<boolean>;
}

export class ComposerState {
  readonly #ports: ComposerPorts;
  #hasOpenedChat = false;
  readonly #draft;
  readonly #queue;
  readonly #refusal = signal<string | undefined>(undefined);
  readonly #heldSecret = signal<FoundSecret | undefined>(undefined);
  /** Sent, but not yet part of the conversation. */
  readonly #isSending = signal(false);
  readonly #focusRequests = signal(0);

  readonly isBusy = computed((): boolean => this.#isSending.value || this.#ports.isAnswering.value);

  constructor(ports: ComposerPorts) {
    this.#ports = ports;
    const kept = ports.saved.get(this.#chatId);
    this.#draft = signal(kept?.draft ?? '');
    this.#queue = signal<readonly string[]>(kept?.queue ?? []);
  }

  get draft(): ReadonlySignal<string> {
    return this.#draft;
  }

  get queue(): ReadonlySignal<readonly string[]> {
    return this.#queue;
  }

  /** Why the last message could not be sent. */
  get refusal(): ReadonlySignal<string | undefined> {
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
    this.#save();
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
   * Sends the draft, or lets it wait for the answer under way. Does nothing for a blank one, and holds one back that seems to have a
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
    if (this.isBusy.value) {
      this.#queue.value = [...this.#queue.value, text];
    } else {
      // Before the host hears that the draft is empty: if the page ends in between, the text is there twice rather than never.
      this.#post(text);
    }
    this.write('');
  }

  /** Lets the user go on writing what was held back. */
  editHeld(): void {
    this.#heldSecret.value = undefined;
    this.focus();
  }

  /** Sends the first of the waiting messages, unless an answer is open. */
  sendQueued(): void {
    const [text, ...rest] = this.#queue.value;
    if (text !== undefined && !this.isBusy.value) {
      this.#post(text);
      this.#setQueue(rest);
    }
  }

  unqueue(index: number): void {
    this.#setQueue(this.#queue.value.toSpliced(index, 1));
  }

  refuse(text: string, reason: string): void {
    this.#isSending.value = false;
    this.write([text, this.#draft.value].filter((part) => part !== '').join('\n\n'));
    this.#refusal.value = reason;
    this.focus();
  }

  /** Shows why the draft, which stays, cannot be sent. */
  complain(reason: string): void {
    this.#refusal.value = reason;
  }

  /** The host has taken the message. */
  acknowledge(): void {
    this.#isSending.value = false;
  }

  /** The answer under way ended: what waits is sent, unless the user should decide first. */
  answerEnded(answer: Answer): void {
    if (answer.status === 'ended' && answer.outcome !== 'stopped' && !answer.error) {
      this.sendQueued();
    }
  }

  /** `isUnsent`: neither that chat nor the one that was open has messages. */
  openChat(chatId: string, isUnsent: boolean): void {
    this.#isSending.value = false;
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
    if (isTypedEarly || (!kept && (isFirst || isUnsent))) {
      // Nothing leads back to a chat that was never sent, so its draft comes along; as does what was typed early.
      this.#queue.value = [...(kept?.queue ?? []), ...this.#queue.value];
      saved.moveFrom(former, this.#writing());
    } else {
      this.#show(kept);
    }
    this.#takeNoticesAway();
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
      this.#show(saved.get(lastChatId));
    } else if (adopted.includes(this.#chatId)) {
      this.#show(saved.get(this.#chatId));
    }
  }

  get #chatId(): string {
    return this.#ports.saved.openChat.chatId;
  }

  #writing(): Writing {
    return { draft: this.#draft.value, queue: [...this.#queue.value] };
  }

  #takeNoticesAway(): void {
    this.#refusal.value = undefined;
    this.#heldSecret.value = undefined;
  }

  #show(writing: Writing | undefined): void {
    this.#heldSecret.value = undefined;
    this.#draft.value = writing?.draft ?? '';
    this.#queue.value = writing?.queue ?? [];
  }

  #post(text: string): void {
    this.#isSending.value = true;
    this.#ports.send(text);
  }

  #setQueue(queue: readonly string[]): void {
    this.#queue.value = queue;
    this.#save();
  }

  #save(): void {
    this.#ports.saved.set(this.#chatId, this.#writing());
  }
}
