// That two windows on one chat end with the same chat, whatever both do at once: in memory, in their pages and in the store.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../../src/shared/chat.ts';
import { StoryWindow, turn, type Next } from './twoWindows.ts';

interface Deed {
  readonly window: 0 | 1;
  readonly kind: 'send' | 'retry' | 'continue' | 'again' | 'new' | 'stop' | 'work' | 'full' | 'open' | 'give';
  /** Of the chat to open. */
  readonly index: number;
  /** What the gateway gives. */
  readonly next: Next;
  /** How often the event loop comes round before the next deed. */
  readonly turns: number;
}

const piece = fc
  .tuple(fc.constantFrom('text-delta', 'reasoning-delta'), fc.constantFrom('hello ', 'a\n', '```ts\n', '🙂'))
  .map(([type, text]): Next => ({ type, text }));
const next = fc.oneof(
  { weight: 5, arbitrary: piece },
  { weight: 1, arbitrary: fc.constantFrom<Next>({ type: 'turn-end', outcome: 'stop' }, 'end', new Error('down')) },
);
const kind = fc.oneof(
  { weight: 8, arbitrary: fc.constant('give' as const) },
  { weight: 6, arbitrary: fc.constantFrom('send' as const, 'send', 'retry', 'retry', 'continue', 'again') },
  { weight: 3, arbitrary: fc.constantFrom('stop' as const, 'work', 'full') },
  { weight: 1, arbitrary: fc.constant('new' as const) },
  { weight: 2, arbitrary: fc.constant('open' as const) },
);
const deed: fc.Arbitrary<Deed> = fc.record({
  window: fc.constantFrom(0, 1),
  kind,
  index: fc.nat(3),
  next,
  turns: fc.nat(8),
});

/** In chats of its own. */
class Story {
  readonly #windows: readonly [StoryWindow, StoryWindow];
  readonly #chatIds: string[] = [];
  #count = 0;

  constructor(windows: readonly [StoryWindow, StoryWindow]) {
    this.#windows = windows;
    windows.forEach(({ session }) => session.startNewChat());
  }

  /** Both show a chat with one question and its answer. */
  async begin(): Promise<void> {
    const [one, two] = this.#windows;
    this.#send(one);
    await turn();
    one.give({ type: 'turn-end', outcome: 'stop' });
    await turn();
    one.give('end');
    await one.calmDown();
    await two.open(one.session.chatId);
  }

  async take({ turns, ...deed }: Deed): Promise<void> {
    await this.#do(this.#windows[deed.window], deed);
    for (let count = 0; count < turns; count += 1) {
      await turn();
    }
    for (const one of this.#windows) {
      one.lookForNews();
      const own = one.session.isBusy ? one.last : undefined;
      expect(own === undefined || one.page.some(({ id }) => id === own.id)).toBe(true);
    }
  }

  /** Nothing is under way in either window. */
  async finish(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      for (const window of this.#windows) {
        await window.calmDown();
        window.lookForNews();
        await window.calmDown();
      }
    }
    for (const { session, page, kept } of this.#windows) {
      const shown = plain(session.messages);
      expect(plain(page)).toEqual(shown);
      expect(plain(kept)).toEqual(shown);
    }
  }

  async #do(window: StoryWindow, { kind, index, next }: Pick<Deed, 'kind' | 'index' | 'next'>): Promise<void> {
    const { session } = window;
    switch (kind) {
      case 'send':
        this.#send(window);
        return;
      case 'new':
        session.startNewChat();
        return;
      case 'stop':
        void session.stop();
        return;
      case 'work':
        window.work();
        return;
      case 'full':
        window.isFull = !window.isFull;
        return;
      case 'open':
        return window.open(this.#chatIds[index % this.#chatIds.length] ?? '');
      case 'give':
        window.give(next);
        return;
      default:
        repeat(window, kind);
    }
  }

  #send({ session }: StoryWindow): void {
    if (!this.#chatIds.includes(session.chatId)) {
      this.#chatIds.push(session.chatId);
    }
    void session.send('m', `question ${(this.#count += 1)}`);
  }
}

/** The page offers none of it on an answer that is being written. */
function repeat({ session, last }: StoryWindow, kind: 'retry' | 'continue' | 'again'): void {
  if (last?.role !== 'assistant' || last.status === 'waiting' || last.status === 'streaming') {
    return;
  }
  switch (kind) {
    case 'retry':
      void session.retry(last.id, 'm');
      return;
    case 'continue':
      void session.continueAnswer(last.id, 'm');
      return;
    case 'again':
      void session.askAgain(last.id, 'm');
  }
}

/** Without what only the store or only the memory knows. */
function plain(messages: readonly ChatMessage[]): unknown {
  return messages.map(({ id, parts, ...message }) => ({
    id,
    parts: parts.map((part) => ('text' in part ? [part.kind, part.text] : part)),
    ...(message.role === 'assistant' ? { status: message.status, outcome: message.outcome, error: message.error } : {}),
  }));
}

describe('two windows on one chat', () => {
  let folder: string;
  let windows: readonly [StoryWindow, StoryWindow];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-windows-'));
    let count = 0;
    const createId = (): string => `id ${(count += 1)}`;
    windows = [new StoryWindow(folder, 'one', createId), new StoryWindow(folder, 'two', createId)];
  });
  afterAll(async () => {
    windows.forEach((window) => window.close());
    await rm(folder, { recursive: true });
  });

  it('show the same as is kept, in whatever order they ask, answer, stop and save', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 40 }), async (deeds) => {
        const story = new Story(windows);
        await story.begin();
        for (const one of deeds) {
          await story.take(one);
        }
        await story.finish();
      }),
      { numRuns: 200 },
    );
  });
});
