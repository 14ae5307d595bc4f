// The messages of the chat that is open, and the frames in which what has arrived is shown.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { isAnswerOpen, type Answer, type ChatMessage, type UserMessage } from '../../../shared/chat.ts';
import type { RetryPlan } from '../../../shared/failure.ts';
import type { Cost } from '../../../shared/credits.ts';
import type { StreamOptions } from '../../markdown/blockList.ts';
import { AnswerEntry, type RetryNotice } from './answerEntry.ts';

interface UserEntry {
  readonly role: 'user';
  readonly id: string;
  readonly message: UserMessage;
}

export type Entry = UserEntry | AnswerEntry;

/** What the live region says; empty says nothing. */
export type Announcement = '' | 'Answering' | 'Answer finished' | 'Stopped' | RetryNotice;

/** Messages that are shown at once; earlier ones follow in idle time. */
const firstBatch = 20;
/** What one frame may spend on rendering, in milliseconds. */
const frameBudget = 8;

export class Conversation {
  readonly #options: StreamOptions;
  readonly #chatId = signal('');
  readonly #entries = signal<readonly Entry[]>([]);
  readonly #firstShown = signal(0);
  readonly #announcement = signal<Announcement>('');
  readonly #pending = new Set<AnswerEntry>();
  #frame: number | undefined;

  readonly shownEntries = computed(() => this.#entries.value.slice(this.#firstShown.value));
  readonly openAnswer = computed(() => {
    const last = this.#entries.value.at(-1);
    return last?.role === 'assistant' && isAnswerOpen(last.message.value) ? last : undefined;
  });

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  get chatId(): ReadonlySignal<string> {
    return this.#chatId;
  }

  get entries(): ReadonlySignal<readonly Entry[]> {
    return this.#entries;
  }

  get announcement(): ReadonlySignal<Announcement> {
    return this.#announcement;
  }

  /** What an answer cost, which may be known long after its end. */
  noteCost(messageId: string, cost: Cost): void {
    const entry = this.#entries.value.find(({ id }) => id === messageId);
    if (entry?.role === 'assistant') {
      entry.noteCost(cost);
    }
  }

  open(chatId: string, messages: readonly ChatMessage[]): void {
    this.#pending.clear();
    const entries = messages.map((message) => this.#createEntry(message));
    this.#announcement.value = '';
    this.#chatId.value = chatId;
    this.#firstShown.value = Math.max(0, entries.length - firstBatch);
    this.#entries.value = entries;
    // Newest first, for that is where the view opens.
    this.#show(this.shownEntries.value.toReversed());
    this.#renderPending();
    this.#backfill(chatId);
  }

  /** Adds the message, or takes over its new state. */
  put(message: ChatMessage): void {
    const existing = this.#entries.value.find((entry) => entry.id === message.id);
    if (existing instanceof AnswerEntry && message.role === 'assistant') {
      this.#announce(existing.message.value, message);
      existing.update(message);
      this.#show([existing]);
      return;
    }
    const entry = this.#createEntry(message);
    this.#entries.value = existing
      ? this.#entries.value.map((other) => (other === existing ? entry : other))
      : [...this.#entries.value, entry];
    if (message.role === 'assistant') {
      this.#announce(undefined, message);
    }
    this.#show([entry]);
  }

  remove(messageId: string): void {
    const index = this.#entries.value.findIndex((entry) => entry.id === messageId);
    if (index === -1) {
      return;
    }
    this.#entries.value = this.#entries.value.toSpliced(index, 1);
    this.#announcement.value = '';
    if (index < this.#firstShown.value) {
      this.#firstShown.value -= 1;
    }
  }

  findAnswer(messageId: string): AnswerEntry | undefined {
    const entry = this.#entries.value.findLast(({ id }) => id === messageId);
    return entry instanceof AnswerEntry ? entry : undefined;
  }

  grow(messageId: string, text: string, reasoning: string): void {
    const answer = this.findAnswer(messageId);
    if (answer) {
      this.#endWait();
      answer.grow(text, reasoning);
      this.#show([answer]);
    }
  }

  /** Shows and says that the request of an open answer is made again after a while. */
  announceRetry(messageId: string, plan: RetryPlan): void {
    const notice = this.findAnswer(messageId)?.announceRetry(plan);
    if (notice) {
      this.#announcement.value = notice;
    }
  }

  #endWait(): void {
    if (typeof this.#announcement.value === 'object') {
      this.#announcement.value = 'Answering';
    }
  }

  #createEntry(message: ChatMessage): Entry {
    return message.role === 'user'
      ? { role: 'user', id: message.id, message }
      : new AnswerEntry(message, this.#options);
  }

  #announce(before: Answer | undefined, after: Answer): void {
    const wasOpen = before !== undefined && isAnswerOpen(before);
    if (isAnswerOpen(after)) {
      this.#announcement.value = 'Answering';
    } else if (wasOpen) {
      this.#announcement.value = toAnnouncement(after);
    }
  }

  #show(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry instanceof AnswerEntry) {
        this.#pending.add(entry);
      }
    }
    this.#requestFrame();
  }

  #requestFrame(): void {
    if (this.#pending.size > 0) {
      this.#frame ??= requestAnimationFrame(() => {
        this.#frame = undefined;
        this.#renderPending();
      });
    }
  }

  #renderPending(): void {
    const deadline = performance.now() + frameBudget;
    for (const entry of this.#pending) {
      if (entry.render(deadline)) {
        this.#pending.delete(entry);
      }
      if (performance.now() > deadline) {
        break;
      }
    }
    this.#requestFrame();
  }

  #backfill(chatId: string): void {
    requestIdleCallback(() => {
      if (this.#chatId.value !== chatId || this.#firstShown.value === 0) {
        return;
      }
      if (this.#pending.size === 0) {
        const end = this.#firstShown.value;
        const first = Math.max(0, end - firstBatch);
        this.#show(this.#entries.value.slice(first, end).toReversed());
        this.#renderPending();
        this.#firstShown.value = first;
      }
      this.#backfill(chatId);
    });
  }
}

function toAnnouncement({ status, outcome }: Answer): Announcement {
  if (status === 'failed') {
    return '';
  }
  return outcome === 'stopped' ? 'Stopped' : 'Answer finished';
}
