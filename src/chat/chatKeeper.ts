// Keeps what happens in chats. While that fails it holds what is not kept yet, goes on trying, and says so.
import type { Answer } from '../shared/chat.ts';
import type { ChatHead, MessageToSave, StoreProblem } from '../shared/history.ts';
import type { PartDelta } from '../shared/parts.ts';
import type { KeeperStore, Schedule } from './ports.ts';
import type { UnsavedChat } from './unsavedChats.ts';

/** How long pieces of an answer are gathered before they are written, in milliseconds: less than a second may be lost. */
const gatherMs = 500;

/** How long after a failure saving is tried again, in milliseconds. */
const retryMs = 5_000;

export interface ChatKeeperPorts {
  readonly store: KeeperStore;
  readonly schedule: Schedule;
  /** Says which problem an error of the store means. */
  readonly problemOf: (error: unknown) => StoreProblem;
  /** Called when saving begins to fail, fails for another reason, or works again (undefined). */
  readonly onProblem: (problem: StoreProblem | undefined) => void;
}

interface Growth {
  readonly head: ChatHead;
  /** As it is with all that was gathered. */
  answer: Answer;
  readonly deltas: PartDelta[];
}

interface HeldChat {
  head: ChatHead;
  /** By message id, in the order in which they came. */
  readonly messages: Map<string, MessageToSave>;
}

/** Of each chat one write is under way at most: what fails can then never be written over what came after it. */
export class ChatKeeper {
  readonly #ports: ChatKeeperPorts;
  /** By chat id: what could not be saved, and what waits for the write under way. */
  readonly #held = new Map<string, HeldChat>();
  /** By chat id: what is on its way to the store. */
  readonly #underWay = new Map<string, UnsavedChat>();
  /** By chat id: ends when all of a chat is written, or something could not be. */
  readonly #writers = new Map<string, Promise<void>>();
  #growth: Growth | undefined;
  #cancelGather: (() => void) | undefined;
  #cancelRetry: (() => void) | undefined;
  #problem: StoreProblem | undefined;

  constructor(ports: ChatKeeperPorts) {
    this.#ports = ports;
  }

  get problem(): StoreProblem | undefined {
    return this.#problem;
  }

  isPending(messageId: string): boolean {
    const isUnderWay = [...this.#underWay.values()].some(({ messages }) =>
      messages.some(({ message }) => message.id === messageId),
    );
    return isUnderWay || [...this.#held.values()].some(({ messages }) => messages.has(messageId));
  }

  /** What is not known to be in the store: held, or on its way. */
  get unsaved(): readonly UnsavedChat[] {
    const chats = new Map<string, HeldChat>();
    for (const { head, messages } of [...this.#underWay.values(), ...[...this.#held.values()].map(unsavedChat)]) {
      hold(chats, head, messages);
    }
    return [...chats.values()].map(unsavedChat);
  }

  unsavedOf(chatId: string): UnsavedChat | undefined {
    return this.unsaved.find(({ head }) => head.id === chatId);
  }

  /** Resolves when the messages are on disk, or when it is known that they cannot be for now. Never rejects. */
  async save(head: ChatHead, messages: readonly MessageToSave[]): Promise<void> {
    if (messages.some(({ message }) => message.id === this.#growth?.answer.id)) {
      // The message holds all of it.
      this.#takeGrowth();
    }
    hold(this.#held, head, messages);
    await (this.#problem === undefined ? this.#write(head.id) : this.retry());
  }

  /** Notes that `answer`, which is saved, has grown by `delta`. */
  grow(head: ChatHead, answer: Answer, delta: PartDelta): void {
    if (this.#growth && this.#growth.answer.id !== answer.id) {
      void this.flush();
    }
    this.#growth ??= { head, answer, deltas: [] };
    this.#growth.answer = answer;
    gather(this.#growth.deltas, delta);
    this.#cancelGather ??= this.#ports.schedule(() => void this.flush(), gatherMs);
  }

  /** Writes what was gathered. */
  async flush(): Promise<void> {
    const growth = this.#takeGrowth();
    if (!growth) {
      return;
    }
    const { head, answer } = growth;
    if (this.#underWay.has(head.id) || this.#held.has(head.id)) {
      hold(this.#held, head, [{ message: answer, place: 'next' }]);
      await this.#writers.get(head.id);
    } else {
      await this.#write(head.id, growth);
    }
  }

  /** Tries to save what could not be saved. */
  async retry(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    await Promise.all([...this.#held.keys()].map((chatId) => this.#write(chatId)));
  }

  /** Hands all that is not saved to the store, which may be closed after this. */
  dispose(): void {
    this.#cancelRetry?.();
    const growth = this.#takeGrowth();
    if (growth) {
      hold(this.#held, growth.head, [{ message: growth.answer, place: 'next' }]);
    }
    if (this.#held.size > 0) {
      for (const { head, messages } of this.unsaved) {
        this.#ports.store.saveMessages(head, messages).catch((error: unknown) => this.#ports.problemOf(error));
      }
    }
  }

  /** Writes what is held of a chat, and what comes meanwhile; before it the growth of an answer. Begins at once. */
  #write(chatId: string, growth?: Growth): Promise<void> {
    if (!this.#underWay.has(chatId)) {
      this.#writers.set(chatId, this.#writeAll(chatId, growth));
    }
    return this.#writers.get(chatId) ?? Promise.resolve();
  }

  async #writeAll(chatId: string, growth?: Growth): Promise<void> {
    const { store, problemOf, schedule } = this.#ports;
    try {
      if (growth) {
        const { head, answer, deltas } = growth;
        this.#underWay.set(chatId, { head, messages: [{ message: answer, place: 'next' }] });
        await store.growAnswer(answer.id, deltas);
      }
      for (let chat = this.#held.get(chatId); chat; chat = this.#held.get(chatId)) {
        const attempt = unsavedChat(chat);
        this.#held.delete(chatId);
        this.#underWay.set(chatId, attempt);
        await store.saveMessages(attempt.head, attempt.messages);
      }
      this.#underWay.delete(chatId);
      if (this.#held.size === 0 && this.#underWay.size === 0) {
        this.#setProblem(undefined);
      }
    } catch (error) {
      const all = this.unsavedOf(chatId);
      this.#underWay.delete(chatId);
      this.#held.delete(chatId);
      if (all) {
        hold(this.#held, all.head, all.messages);
      }
      this.#setProblem(problemOf(error));
      this.#cancelRetry ??= schedule(() => void this.retry(), retryMs);
    }
  }

  #takeGrowth(): Growth | undefined {
    const growth = this.#growth;
    this.#growth = undefined;
    this.#cancelGather?.();
    this.#cancelGather = undefined;
    return growth;
  }

  #setProblem(problem: StoreProblem | undefined): void {
    if (problem !== this.#problem) {
      this.#problem = problem;
      this.#ports.onProblem(problem);
    }
  }
}

/** Pieces of one part, one after the other, are one. */
function gather(deltas: PartDelta[], delta: PartDelta): void {
  const last = deltas.at(-1);
  if (last?.part === delta.part && last.kind === delta.kind) {
    deltas[deltas.length - 1] = { ...last, text: last.text + delta.text };
  } else {
    deltas.push(delta);
  }
}

/** Adds what came later: its content, where the message came first; one that was brought back into sight goes behind what it replaces. */
function hold(chats: Map<string, HeldChat>, head: ChatHead, messages: readonly MessageToSave[]): void {
  const chat = chats.get(head.id) ?? { head, messages: new Map<string, MessageToSave>() };
  chat.head = head;
  for (const { message, place } of messages) {
    const held = chat.messages.get(message.id);
    if (place !== 'next') {
      chat.messages.delete(message.id);
    }
    chat.messages.set(message.id, { message, place: place === 'next' ? (held?.place ?? place) : place });
  }
  chats.set(head.id, chat);
}

function unsavedChat({ head, messages }: HeldChat): UnsavedChat {
  return { head, messages: [...messages.values()] };
}
