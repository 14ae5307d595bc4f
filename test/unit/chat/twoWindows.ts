// Two windows on the same chats, with the real store of each: what their sessions show, what their pages were told, and what is kept.
import { ChatKeeper } from '../../../src/chat/chatKeeper.ts';
import { ChatSession } from '../../../src/chat/chatSession.ts';
import { wayTo } from '../../../src/chat/chatTree.ts';
import { withUnsaved } from '../../../src/chat/unsavedChats.ts';
import { isAnswerOpen, type ChatMessage } from '../../../src/shared/chat.ts';
import type { ChatNews } from '../../../src/shared/chatNews.ts';
import type { TurnEvent } from '../../../src/shared/gateway.ts';
import type { ChatTree } from '../../../src/shared/history.ts';
import { growParts } from '../../../src/shared/parts.ts';
import { StoreSession } from '../../../src/store/storeSession.ts';

/** What the gateway does next in an answer under way. */
export type Next = TurnEvent | Error | 'end';

export class StoryWindow {
  readonly session: ChatSession;
  readonly #store: StoreSession;
  readonly #keeper: ChatKeeper;
  /** The messages as the page has them by what it was told. */
  page: ChatMessage[] = [];
  /** The disk takes nothing. */
  isFull = false;
  #jobs: (() => void)[] = [];
  #next: ((next: Next) => void) | undefined;
  /** Calls of the store take effect in their order, some time after they were made. */
  #calls: Promise<unknown> = Promise.resolve();

  constructor(folder: string, windowId: string, createId: () => string) {
    this.#store = new StoreSession({
      folder,
      windowId,
      onNews: (news) => {
        if (news.type === 'changed' && !news.isOwn && news.chatIds.includes(this.session.chatId)) {
          void this.#refresh();
        }
      },
    });
    const schedule = (job: () => void) => {
      this.#jobs.push(job);
      return () => {
        this.#jobs = this.#jobs.filter((one) => one !== job);
      };
    };
    this.#keeper = new ChatKeeper({
      store: {
        saveMessages: (head, messages) => this.#write(() => this.#store.saveMessages(head, structuredClone(messages))),
        growAnswer: (id, deltas) => this.#write(() => this.#store.growAnswer(id, structuredClone(deltas))),
      },
      schedule,
      problemOf: () => 'full',
      onProblem: () => undefined,
    });
    this.session = new ChatSession({
      client: () => Promise.resolve({ streamChat: (_request, { signal }) => this.#stream(signal) }),
      settings: () => ({ systemPrompt: '' }),
      errors: {
        describeFailure: () => ({ kind: 'server', actions: ['retry'] }),
        describeOutcome: (outcome) =>
          outcome === 'cut-off' ? { kind: 'cut-off', actions: ['continue', 'retry'] } : undefined,
        describeRetry: () => 'server',
        describeInterruption: () => ({ kind: 'cut-off', actions: ['continue'] }),
      },
      tell: (news) => this.#tell(structuredClone(news)),
      keeper: this.#keeper,
      workspace: () => undefined,
      now: () => 0,
      schedule,
      createId,
    });
  }

  get last(): ChatMessage | undefined {
    return this.session.messages.at(-1);
  }

  /** The messages that are in sight by what is kept. */
  get kept(): readonly ChatMessage[] {
    const tree = this.#store.readTree(this.session.chatId);
    return tree ? wayTo(tree.messages, tree.leafId).map(({ message }) => message) : [];
  }

  give(next: Next): void {
    this.#next?.(next);
  }

  /** What was put off for a while is done. */
  work(): void {
    this.#jobs.shift()?.();
  }

  /** Does nothing where the chat is in sight, or an answer is waited for. */
  async open(chatId: string): Promise<void> {
    const tree = await this.#read(chatId);
    if (tree && !this.session.isBusy && chatId !== this.session.chatId) {
      this.session.openChat(tree);
    }
  }

  lookForNews(): void {
    this.#store.lookForNews();
  }

  /** The disk takes everything again, no answer is waited for, and all that is held is written. */
  async calmDown(): Promise<void> {
    this.isFull = false;
    await this.session.stop();
    await this.#keeper.flush();
    await this.#keeper.retry();
    await this.#calls;
  }

  close(): void {
    this.session.dispose();
    this.#store.close();
  }

  async #refresh(): Promise<void> {
    const tree = await this.#read(this.session.chatId);
    if (tree) {
      this.session.refresh(tree);
    }
  }

  async #read(chatId: string): Promise<ChatTree | undefined> {
    const unsaved = this.#keeper.unsavedOf(chatId);
    const kept = await this.#call(() => this.#store.readTree(chatId));
    return unsaved ? withUnsaved(kept, unsaved, 1) : kept;
  }

  #write(write: () => void): Promise<void> {
    return this.#call(() => {
      if (this.isFull) {
        throw new Error('full');
      }
      write();
    });
  }

  #call<T>(call: () => T): Promise<T> {
    const result = this.#calls.then(call);
    this.#calls = result.catch(() => undefined).then(() => turn());
    return result;
  }

  async *#stream(signal: AbortSignal): AsyncGenerator<TurnEvent> {
    while (!signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<Next>();
      const stop = (): void => resolve('end');
      signal.addEventListener('abort', stop, { once: true });
      this.#next = resolve;
      const next = await promise;
      signal.removeEventListener('abort', stop);
      if (next === 'end') {
        return;
      }
      if (next instanceof Error) {
        throw next;
      }
      yield next;
    }
  }

  #tell(news: ChatNews): void {
    const place = (id: string): number => this.page.findIndex((message) => message.id === id);
    switch (news.type) {
      case 'chat-opened':
        this.page = news.messages.map(({ message }) => message);
        return;
      case 'message-changed': {
        const at = place(news.message.id);
        this.page.splice(at < 0 ? this.page.length : at, 1, news.message);
        return;
      }
      case 'message-removed':
        this.page = this.page.filter(({ id }) => id !== news.messageId);
        return;
      case 'answer-grew': {
        const at = place(news.messageId);
        const answer = this.page[at];
        if (answer?.role !== 'assistant' || !isAnswerOpen(answer)) {
          throw new Error('An answer grows that the page does not show.');
        }
        this.page[at] = { ...answer, parts: growParts(answer.parts, news) };
        return;
      }
      case 'cost-settled':
      case 'retry-scheduled':
    }
  }
}

/** Until the event loop has come round. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
