// What the user has given to be sent, in all chats of this window: each message goes out once, in its chat, while nothing else is
// being answered there; what cannot go out comes back with its attachments.
import { isAnswerOpen, type ChatMessage } from '../shared/chat.ts';
import type { ChatNews } from '../shared/chatNews.ts';
import type { Attachment } from '../shared/parts.ts';
import type { Feature } from '../shared/credits.ts';
import {
  emptyOutbox,
  hasRoom,
  isOutboxEmpty,
  joinOutboxes,
  type ChatOutbox,
  type ClaimedOutbox,
  type Refusal,
  type WaitingMessage,
} from '../shared/outbox.ts';
import type { OutboxPorts, SendResult } from './outboxPorts.ts';
import { OutboxSaver } from './outboxSaver.ts';

/** How long until it is looked again whether the window that holds the messages of a chat has gone, in milliseconds. */
const claimAgainMs = 1_000;
/** How long until the store is asked again that could not be, in milliseconds. */
const askAgainMs = 60_000;

interface Departure {
  readonly message: WaitingMessage;
  /** It is a message of the chat now, which may not be kept yet. */
  readonly isSent: boolean;
}

/** Told in order, and never while it calls a port. Whoever creates it disposes it. */
export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #outboxes = new Map<string, ChatOutbox>();
  /** By chat id: messages that are on their way, or have left but may not be kept as messages of the chat yet. */
  readonly #departures = new Map<string, readonly Departure[]>();
  /** By chat id: the store is asked what was left. */
  readonly #claims = new Map<string, Promise<void>>();
  /** Chats that changed meanwhile. */
  readonly #unkept = new Set<string>();
  /** The message on its way into the chat in sight. */
  #sending: WaitingMessage | undefined;
  /** The answers of the chat in sight that are being written, in whichever window. */
  readonly #openAnswers = new Set<string>();
  #shown: { readonly chatId: string; isUnsent: boolean } | undefined;
  /** Chats that were left before anything was sent in them: nothing leads back to them. */
  readonly #abandoned = new Set<string>();
  #cancelClaim: (() => void) | undefined;
  readonly #saver: OutboxSaver;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
    this.#saver = new OutboxSaver(ports, (chatId) => this.#tell(chatId));
  }

  /** What the chat has to send. */
  of(chatId: string): ChatOutbox {
    return this.#outboxes.get(chatId) ?? emptyOutbox;
  }

  /**
   * Sends a message of the user's with those attachments of the draft, or lets it wait while the chat is answering or not in sight.
   * Resolves when it has gone out, waits or has come back.
   */
  async submit(chatId: string, text: string, attachmentIds: readonly string[]): Promise<void> {
    const { waiting, returned, attachments } = this.of(chatId);
    const taken = attachments.filter(({ id }) => attachmentIds.includes(id));
    const rest = attachments.filter((one) => !taken.includes(one));
    const message = { id: this.#ports.createId(), text, attachments: taken };
    if (this.#isFree(chatId)) {
      if (taken.length > 0) {
        this.#setDeparture(chatId, { message, isSent: false });
        this.#change(chatId, { attachments: rest });
      }
      await this.#send(chatId, message, 'chat');
    } else if (hasRoom([...waiting, message])) {
      this.#change(chatId, { waiting: [...waiting, message], attachments: rest });
    } else {
      this.#change(chatId, { returned: [...returned, { id: message.id, text, refusal: { kind: 'too-many' } }] });
    }
  }

  /** Sends a message in the chat in sight at once; while that is answering the message comes back. As `submit`. */
  async ask(text: string, attachments: readonly Attachment[], feature: Feature): Promise<void> {
    const { chatId } = this.#ports.openChat();
    const message = { id: this.#ports.createId(), text, attachments: [...attachments] };
    if (this.#isFree(chatId)) {
      await this.#send(chatId, message, feature);
    } else {
      this.#giveBack(chatId, message, { kind: 'busy' });
    }
  }

  /** Sends a waiting message now. Does nothing where it does not wait any more, or the chat is not free: it goes on waiting. */
  async sendNow(chatId: string, messageId: string): Promise<void> {
    const message = this.#find(chatId, messageId);
    if (message && this.#isFree(chatId)) {
      this.#depart(chatId, message);
      await this.#send(chatId, message, 'chat');
    }
  }

  remove(chatId: string, messageId: string): void {
    if (this.#find(chatId, messageId)) {
      this.#change(chatId, { waiting: this.of(chatId).waiting.filter(({ id }) => id !== messageId) });
    }
  }

  /** Gives a waiting message back to the composer. */
  recall(chatId: string, messageId: string): void {
    const message = this.#find(chatId, messageId);
    if (message) {
      this.#giveBack(chatId, message);
    }
  }

  /** The composer has these texts now. */
  forgetReturned(chatId: string, messageIds: readonly string[]): void {
    this.#change(chatId, { returned: this.of(chatId).returned.filter(({ id }) => !messageIds.includes(id)) });
  }

  removeAttachment(chatId: string, attachmentId: string): void {
    this.#change(chatId, { attachments: this.of(chatId).attachments.filter(({ id }) => id !== attachmentId) });
  }

  /** What happens in the chat in sight decides what goes out next. */
  take(news: ChatNews): void {
    switch (news.type) {
      case 'chat-opened':
        this.#chatOpened(
          news.chatId,
          news.messages.map(({ message }) => message),
        );
        return;
      case 'message-changed':
        this.#messageChanged(news.chatId, news.message);
        return;
      case 'message-removed':
        this.#messageRemoved(news.chatId, news.messageId);
        return;
      case 'answer-grew':
      case 'retry-scheduled':
      case 'cost-settled':
        return;
    }
  }

  #chatOpened(chatId: string, messages: readonly ChatMessage[]): void {
    if (this.#shown?.isUnsent === true && this.#shown.chatId !== chatId) {
      this.#abandoned.add(this.#shown.chatId);
    }
    this.#abandoned.delete(chatId);
    this.#shown = { chatId, isUnsent: messages.length === 0 };
    this.#openAnswers.clear();
    for (const { id } of messages.filter(isAnswerOpen)) {
      this.#openAnswers.add(id);
    }
    this.#gatherAbandoned();
    this.#tell(chatId);
    this.#cancelClaim?.();
    void this.#claim(chatId);
  }

  /** Where an answer has ended that was being written, what waits is sent, unless the user should decide first. */
  #messageChanged(chatId: string, message: ChatMessage): void {
    if (chatId !== this.#shown?.chatId) {
      return;
    }
    this.#shown.isUnsent = false;
    if (isAnswerOpen(message)) {
      this.#openAnswers.add(message.id);
    } else if (this.#openAnswers.delete(message.id) && hasEndedWell(message)) {
      this.#sendNext(chatId);
    }
  }

  #messageRemoved(chatId: string, messageId: string): void {
    if (chatId === this.#shown?.chatId) {
      this.#openAnswers.delete(messageId);
    }
  }

  /** Nothing was ever sent in that chat, and nothing leads back to it: what it has to send goes to the next chat that is empty. */
  async abandon(chatId: string): Promise<void> {
    await this.#claim(chatId);
    this.#abandoned.add(chatId);
    this.#gatherAbandoned();
  }

  dispose(): void {
    this.#cancelClaim?.();
    this.#saver.dispose();
  }

  #isFree(chatId: string): boolean {
    const open = this.#ports.openChat();
    return chatId === open.chatId && !open.isBusy && this.#sending === undefined && this.#openAnswers.size === 0;
  }

  #find(chatId: string, messageId: string): WaitingMessage | undefined {
    return this.of(chatId).waiting.find(({ id }) => id === messageId);
  }

  #sendNext(chatId: string): void {
    const [first] = this.of(chatId).waiting;
    if (first && this.#isFree(chatId)) {
      this.#sending = first;
      this.#depart(chatId, first);
      // The chat has not put its answer away yet.
      void Promise.resolve()
        .then(() => this.#send(chatId, first, 'chat'))
        .catch((error: unknown) => this.#ports.onFailure(error));
    }
  }

  /** Takes a message out of those that wait. */
  #depart(chatId: string, message: WaitingMessage): void {
    this.#setDeparture(chatId, { message, isSent: false });
    this.#change(chatId, { waiting: this.of(chatId).waiting.filter(({ id }) => id !== message.id) });
  }

  async #send(chatId: string, message: WaitingMessage, feature: Feature): Promise<void> {
    this.#sending = message;
    this.#setDeparture(chatId, { message, isSent: false });
    try {
      const sending = this.#ports.send(chatId, message, feature);
      if (!this.#ports.openChat().isBusy) {
        // Until it is a message of the chat, the window may end.
        this.#keep(chatId);
      }
      this.#arrive(chatId, message, await sending);
    } catch (error) {
      this.#sending = undefined;
      this.#giveBack(chatId, message);
      throw error;
    }
  }

  #arrive(chatId: string, message: WaitingMessage, result: SendResult): void {
    this.#sending = undefined;
    switch (result.kind) {
      case 'sent':
        this.#setDeparture(chatId, { message, isSent: true });
        return;
      case 'elsewhere':
        this.#endDeparture(chatId, message.id);
        this.#change(chatId, { waiting: [message, ...this.of(chatId).waiting] });
        this.#gatherAbandoned();
        return;
      case 'refused':
        this.#giveBack(chatId, message, result.refusal);
        this.#gatherAbandoned();
    }
  }

  #giveBack(chatId: string, { id, text, attachments }: WaitingMessage, refusal?: Refusal): void {
    const outbox = this.of(chatId);
    this.#endDeparture(chatId, id);
    this.#change(chatId, {
      waiting: outbox.waiting.filter((one) => one.id !== id),
      returned: [...outbox.returned, { id, text, ...(refusal === undefined ? {} : { refusal }) }],
      attachments: [...outbox.attachments, ...attachments],
    });
  }

  #setDeparture(chatId: string, departure: Departure): void {
    this.#endDeparture(chatId, departure.message.id);
    this.#departures.set(chatId, [...(this.#departures.get(chatId) ?? []), departure]);
  }

  #endDeparture(chatId: string, messageId: string): void {
    const departures = this.#departures.get(chatId) ?? [];
    this.#departures.set(
      chatId,
      departures.filter(({ message }) => message.id !== messageId),
    );
  }

  #gatherAbandoned(): void {
    if (this.#shown?.isUnsent === true) {
      for (const chatId of this.#abandoned) {
        this.#move(chatId, this.#shown.chatId);
      }
    }
  }

  #move(from: string, to: string): void {
    const outbox = this.of(from);
    if (from !== to && !isOutboxEmpty(outbox)) {
      // If the window ends in between, it is there twice rather than never.
      this.#change(to, joinOutboxes(outbox, this.of(to)));
      this.#change(from, emptyOutbox);
    }
  }

  /** Takes over what windows that have gone have left to send in the chat: it waits for the user. */
  #claim(chatId: string): Promise<void> {
    const claim =
      this.#claims.get(chatId) ?? this.#ports.store.claim(chatId).then((claimed) => this.#takeOver(chatId, claimed));
    this.#claims.set(chatId, claim);
    return claim;
  }

  #takeOver(chatId: string, claimed: ClaimedOutbox | undefined): void {
    this.#claims.delete(chatId);
    const isUnkept = this.#unkept.delete(chatId);
    if (claimed && !isOutboxEmpty(claimed.outbox)) {
      this.#change(chatId, joinOutboxes(claimed.outbox, this.of(chatId)));
    } else if (isUnkept) {
      this.#keep(chatId);
    }
    if (claimed?.isHeldElsewhere !== false && chatId === this.#ports.openChat().chatId) {
      this.#cancelClaim?.();
      this.#cancelClaim = this.#ports.schedule(() => void this.#claim(chatId), claimed ? claimAgainMs : askAgainMs);
    }
  }

  #change(chatId: string, change: Partial<ChatOutbox>): void {
    this.#outboxes.set(chatId, { ...this.of(chatId), ...change });
    this.#keep(chatId);
    this.#tell(chatId);
  }

  #keep(chatId: string): void {
    if (this.#claims.has(chatId)) {
      // It would be written over what is claimed.
      this.#unkept.add(chatId);
      return;
    }
    const { isPending } = this.#ports;
    const departures = (this.#departures.get(chatId) ?? []).filter(
      ({ message, isSent }) => !isSent || isPending(message.id),
    );
    this.#departures.set(chatId, departures);
    const outbox = this.of(chatId);
    const kept = { ...outbox, waiting: [...departures.map(({ message }) => message), ...outbox.waiting] };
    this.#saver.save(chatId, kept);
  }

  #tell(chatId: string): void {
    if (chatId === this.#ports.openChat().chatId) {
      this.#ports.tell(chatId, this.of(chatId), this.#saver.isStored(chatId));
    }
  }
}

function hasEndedWell(message: ChatMessage): boolean {
  return message.role === 'assistant' && message.status === 'ended' && message.outcome !== 'stopped' && !message.error;
}
