// Windows around outboxes: a store that they share, and a chat in each, of which the test decides when and how its answers end.
import { answered, asked } from '../../support/messages.ts';
import { Outbox } from '../../../src/chat/outbox.ts';
import type { SendResult } from '../../../src/chat/outboxPorts.ts';
import type { Answer, ChatMessage } from '../../../src/shared/chat.ts';
import {
  emptyOutbox,
  isOutboxEmpty,
  joinOutboxes,
  type ChatOutbox,
  type ClaimedOutbox,
  type Refusal,
  type WaitingMessage,
} from '../../../src/shared/outbox.ts';

export type Ending = 'well' | 'failed' | 'stopped' | 'with an error';

const endings: Readonly<Record<Ending, Partial<Answer>>> = {
  well: { status: 'ended', outcome: 'stop' },
  failed: { status: 'failed', error: { kind: 'server', text: 'why', actions: [] } },
  stopped: { status: 'ended', outcome: 'stopped' },
  'with an error': { status: 'ended', outcome: 'length', error: { kind: 'length', text: 'why', actions: [] } },
};

/** A message that went out. */
export interface Sent {
  readonly chatId: string;
  readonly text: string;
  readonly attachments: readonly string[];
}

/** What all windows share. */
export class World {
  /** The store takes nothing, as where the disk is full. */
  refuses = false;
  /** The store cannot be asked. */
  isSilent = false;
  readonly kept = new Map<string, { readonly owner: string; readonly outbox: ChatOutbox }[]>();
  /** By chat id. */
  readonly chats = new Map<string, ChatMessage[]>();
  readonly alive = new Set<string>();
  readonly sent: Sent[] = [];
  #lastId = 0;

  createId(): string {
    this.#lastId += 1;
    return `${this.#lastId}`;
  }

  messagesOf(chatId: string): ChatMessage[] {
    const messages = this.chats.get(chatId) ?? [];
    this.chats.set(chatId, messages);
    return messages;
  }

  save(owner: string, chatId: string, outbox: ChatOutbox): void {
    const others = (this.kept.get(chatId) ?? []).filter((one) => one.owner !== owner);
    const inChat = new Set(this.messagesOf(chatId).map(({ id }) => id));
    const own = { ...outbox, waiting: outbox.waiting.filter(({ id }) => !inChat.has(id)) };
    this.kept.set(chatId, isOutboxEmpty(own) ? others : [...others, { owner, outbox: own }]);
  }

  /** The message is kept in its chat. */
  keepMessage(chatId: string, message: ChatMessage): void {
    const messages = this.messagesOf(chatId);
    const index = messages.findIndex(({ id }) => id === message.id);
    messages.splice(index < 0 ? messages.length : index, 1, message);
    for (const { owner, outbox } of this.kept.get(chatId) ?? []) {
      this.save(owner, chatId, outbox);
    }
  }

  claim(windowId: string, chatId: string): ClaimedOutbox {
    const all = this.kept.get(chatId) ?? [];
    const left = all.filter(({ owner }) => owner !== windowId && !this.alive.has(owner));
    const outbox = left.map((one) => one.outbox).reduce(joinOutboxes, emptyOutbox);
    const own = all.find(({ owner }) => owner === windowId)?.outbox ?? emptyOutbox;
    this.kept.set(
      chatId,
      all.filter(({ owner }) => owner !== windowId && this.alive.has(owner)),
    );
    this.save(windowId, chatId, joinOutboxes(outbox, own));
    return { outbox, isHeldElsewhere: all.some(({ owner }) => owner !== windowId && this.alive.has(owner)) };
  }
}

/** A window with a chat in sight, as a ChatSession would have it. */
export class ChatWindow {
  readonly id: string;
  readonly outbox: Outbox;
  readonly #world: World;
  chatId: string;
  answer: Answer | undefined;
  /** Why nothing can be sent. */
  refusal: Refusal | undefined;
  /** Whether that has to be found out first: `resolve` then goes on. */
  isSlow = false;
  failure: Error | undefined;
  readonly told: { readonly chatId: string; readonly outbox: ChatOutbox; readonly isStored: boolean }[] = [];
  readonly failures: unknown[] = [];
  readonly #scheduled = new Set<() => void>();
  #resolve: (() => void) | undefined;

  constructor(world: World) {
    this.#world = world;
    this.id = `window ${world.createId()}`;
    this.chatId = `chat ${world.createId()}`;
    world.alive.add(this.id);
    this.outbox = new Outbox({
      store: {
        save: async (chatId, outbox) => {
          if (!world.refuses) {
            world.save(this.id, chatId, outbox);
          }
          const isStored = !world.refuses;
          await Promise.resolve();
          return isStored;
        },
        claim: async (chatId) => {
          const claimed = world.isSilent ? undefined : world.claim(this.id, chatId);
          await Promise.resolve();
          return claimed;
        },
      },
      openChat: () => ({ chatId: this.chatId, isBusy: this.answer !== undefined }),
      send: (chatId, message) => this.#send(chatId, message),
      isPending: () => false,
      tell: (chatId, outbox, isStored) => this.told.push({ chatId, outbox, isStored }),
      onFailure: (error) => this.failures.push(error),
      schedule: (job) => {
        this.#scheduled.add(job);
        return () => void this.#scheduled.delete(job);
      },
      createId: () => world.createId(),
    });
    this.show(this.chatId);
  }

  get waiting(): readonly WaitingMessage[] {
    return this.outbox.of(this.chatId).waiting;
  }

  get texts(): readonly string[] {
    return this.waiting.map(({ text }) => text);
  }

  /** Opens a chat; an answer under way is stopped. */
  show(chatId: string): void {
    this.#put(this.#endedAs('stopped'));
    this.answer = undefined;
    this.chatId = chatId;
    this.outbox.take({
      type: 'chat-opened',
      chatId,
      messages: this.#world.messagesOf(chatId).map((message) => ({ message })),
    });
  }

  showNew(): void {
    this.show(`chat ${this.#world.createId()}`);
  }

  begin(): void {
    const answer = answered({ id: this.#world.createId(), status: 'waiting' });
    this.answer = answer;
    this.#put(answer);
    this.outbox.take({ type: 'message-changed', chatId: this.chatId, message: answer });
  }

  end(ending: Ending): void {
    const answer = this.#endedAs(ending);
    this.answer = undefined;
    if (answer) {
      this.#put(answer);
      this.outbox.take({ type: 'message-changed', chatId: this.chatId, message: answer });
    }
  }

  /** What is to be found out before a message goes is known now. */
  resolve(): void {
    this.#resolve?.();
    this.#resolve = undefined;
  }

  /** Whether it is being found out whether a message can go. */
  get isAsking(): boolean {
    return this.#resolve !== undefined;
  }

  get hasScheduled(): boolean {
    return this.#scheduled.size > 0;
  }

  /** Time passes. */
  async wait(): Promise<void> {
    const jobs = [...this.#scheduled];
    this.#scheduled.clear();
    jobs.forEach((job) => job());
    await settle();
  }

  /** The window goes away as it is. */
  kill(): void {
    this.#world.alive.delete(this.id);
    this.outbox.dispose();
  }

  async #send(chatId: string, message: WaitingMessage): Promise<SendResult> {
    if (this.isSlow) {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
      });
    }
    if (!this.#world.alive.has(this.id)) {
      return await new Promise<never>(() => undefined);
    }
    if (this.failure) {
      throw this.failure;
    }
    if (this.refusal) {
      return { kind: 'refused', refusal: this.refusal };
    }
    if (chatId !== this.chatId) {
      return { kind: 'elsewhere' };
    }
    if (this.answer) {
      throw new Error(`“${message.text}” is sent during an answer.`);
    }
    const { id, text, attachments } = message;
    this.#world.sent.push({ chatId, text, attachments: attachments.map((one) => String(one['text'])) });
    const question = asked({ id, text, attachments });
    this.#put(question);
    this.outbox.take({ type: 'message-changed', chatId, message: question });
    this.begin();
    return { kind: 'sent' };
  }

  #endedAs(ending: Ending): Answer | undefined {
    return this.answer && { ...this.answer, ...endings[ending] };
  }

  #put(message: ChatMessage | undefined): void {
    if (message) {
      this.#world.keepMessage(this.chatId, message);
    }
  }
}

/** Until all that follows by itself has happened. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await Promise.resolve();
  }
}
