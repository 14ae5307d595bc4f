// Keeps what happens in chats. While that fails it holds what is not kept yet, goes on trying, and says so.
import type { Answer } from '../shared/chat.ts';
import type { ChatHead, MessageToSave, StoreProblem } from '../shared/history.ts';
import type { AnswerDelta, KeeperStore, Schedule } from './ports.ts';
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
  text: string;
  reasoning: string;
}

interface HeldChat {
  head: ChatHead;
  /** By message id, in the order in which they came. */
  readonly messages: Map<string, MessageToSave>;
}

export class ChatKeeper {
  readonly #ports: ChatKeeperPorts;
  readonly #unsaved = new Map<string, HeldChat>();
  /** On their way to the store. */
  readonly #attempts = new Set<UnsavedChat>();
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
    const isOnItsWay = [...this.#attempts].some(({ messages }) =>
      messages.some(({ message }) => message.id === messageId),
    );
    return isOnItsWay || [...this.#unsaved.values()].some(({ messages }) => messages.has(messageId));
  }

  /** What could not be saved, and what is on its way to the store. */
  get unsaved(): readonly UnsavedChat[] {
    const chats = new Map<string, HeldChat>();
    const held = [...this.#unsaved.values()].map(({ head, messages }) => ({ head, messages: [...messages.values()] }));
    for (const { head, messages } of [...this.#attempts, ...held]) {
      hold(chats, head, messages);
    }
    return [...chats.values()].map(({ head, messages }) => ({ head, messages: [...messages.values()] }));
  }

  /** Resolves when the messages are on disk, or when it is known that they cannot be for now. Never rejects. */
  async save(head: ChatHead, messages: readonly MessageToSave[]): Promise<void> {
    if (messages.some(({ message }) => message.id === this.#growth?.answer.id)) {
      // The message holds all of it.
      this.#takeGrowth();
    }
    if (this.#unsaved.has(head.id)) {
      hold(this.#unsaved, head, messages);
      await this.retry();
      return;
    }
    await this.#attempt(head, messages, () => this.#ports.store.saveMessages(head, messages));
  }

  /** Notes that `answer`, which is saved, has grown by `delta`. */
  grow(head: ChatHead, answer: Answer, delta: AnswerDelta): void {
    if (this.#growth && this.#growth.answer.id !== answer.id) {
      void this.flush();
    }
    this.#growth ??= { head, answer, text: '', reasoning: '' };
    this.#growth.answer = answer;
    this.#growth.text += delta.text;
    this.#growth.reasoning += delta.reasoning;
    this.#cancelGather ??= this.#ports.schedule(() => void this.flush(), gatherMs);
  }

  /** Writes what was gathered. */
  async flush(): Promise<void> {
    const growth = this.#takeGrowth();
    if (!growth) {
      return;
    }
    const { head, answer, text, reasoning } = growth;
    const whole: MessageToSave[] = [{ message: answer, place: 'next' }];
    if (this.#unsaved.has(head.id)) {
      hold(this.#unsaved, head, whole);
      return;
    }
    await this.#attempt(head, whole, () => this.#ports.store.growAnswer(answer.id, text, reasoning));
  }

  /** Tries to save what could not be saved. */
  async retry(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    for (const [chatId, { head, messages }] of [...this.#unsaved]) {
      const attempted = [...messages.values()];
      this.#unsaved.delete(chatId);
      await this.#attempt(head, attempted, () => this.#ports.store.saveMessages(head, attempted));
    }
  }

  dispose(): void {
    this.#cancelGather?.();
    this.#cancelRetry?.();
  }

  async #attempt(head: ChatHead, messages: readonly MessageToSave[], write: () => Promise<void>): Promise<void> {
    const attempt = { head, messages };
    this.#attempts.add(attempt);
    try {
      await write();
      if (this.#unsaved.size === 0) {
        this.#setProblem(undefined);
      }
    } catch (error) {
      hold(this.#unsaved, head, messages);
      this.#setProblem(this.#ports.problemOf(error));
      this.#cancelRetry ??= this.#ports.schedule(() => void this.retry(), retryMs);
    } finally {
      this.#attempts.delete(attempt);
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

/** Failures come in the order of the writes, so that what is held last is the newest. */
function hold(chats: Map<string, HeldChat>, head: ChatHead, messages: readonly MessageToSave[]): void {
  const chat = chats.get(head.id) ?? { head, messages: new Map<string, MessageToSave>() };
  chat.head = head;
  for (const { message, place } of messages) {
    const held = chat.messages.get(message.id);
    chat.messages.set(message.id, { message, place: held?.place ?? place });
  }
  chats.set(head.id, chat);
}
