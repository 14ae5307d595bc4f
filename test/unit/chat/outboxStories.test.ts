// That no order of events sends a message twice, elsewhere or unasked, or loses it: random stories of two windows.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChatWindow, settle, World, type Ending } from './outboxWorld.ts';

type Step =
  | { readonly kind: 'submit' | 'send' | 'remove' | 'edit' | 'ask'; readonly index: number }
  | { readonly kind: 'end'; readonly ending: Ending }
  | { readonly kind: 'new' | 'reload' | 'resolve' | 'settle' }
  | { readonly kind: 'open'; readonly index: number }
  | { readonly kind: 'connect'; readonly isRefused: boolean; readonly isSlow: boolean };

const index = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('submit' as const), index }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('send', 'remove', 'edit', 'ask'), index }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      ending: fc.constantFrom<Ending>('well', 'well', 'well', 'failed', 'stopped'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('new', 'reload', 'resolve', 'settle') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('open' as const), index }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('connect' as const), isRefused: fc.boolean(), isSlow: fc.boolean() }),
  },
);

/** Two windows in one workspace, in which anything happens, and what the user knows of each message. */
class Story {
  readonly world = new World();
  readonly windows: ChatWindow[] = [new ChatWindow(this.world), new ChatWindow(this.world)];
  readonly #chatIds: string[] = this.windows.map(({ chatId }) => chatId);
  /** By text: the chat for which it was written, and whether the user took it away. */
  readonly #written = new Map<string, { readonly chatId: string; isRemoved: boolean; isMine: ChatWindow }>();
  /** Messages that may go out: the user sent them, or those that waited when an answer ended well. */
  readonly #due = new Set<string>();
  #count = 0;
  #checked = 0;

  async take(at: number, one: Step): Promise<void> {
    const window = this.windows[at];
    if (!window) {
      return;
    }
    const { outbox, chatId } = window;
    switch (one.kind) {
      case 'submit':
      case 'ask': {
        const text = `text ${(this.#count += 1)}`;
        this.#written.set(text, { chatId, isRemoved: false, isMine: window });
        if (window.answer === undefined && !window.isAsking) {
          this.#due.add(text);
        }
        void (one.kind === 'ask' ? outbox.ask(text, [], 'explain') : outbox.submit(chatId, text, []));
        break;
      }
      case 'send':
      case 'remove':
      case 'edit':
        this.#change(window, one.kind, one.index);
        break;
      case 'end': {
        const [first] = window.texts;
        if (one.ending === 'well' && first !== undefined && window.answer && !window.isAsking) {
          this.#due.add(first);
        }
        window.end(one.ending);
        break;
      }
      case 'new':
        window.showNew();
        this.#chatIds.push(window.chatId);
        break;
      case 'open':
        this.#open(window, one.index);
        break;
      case 'reload':
        await this.#reload(at, window);
        break;
      case 'connect':
        window.isSlow = one.isSlow;
        window.refusal = one.isRefused ? { kind: 'no-key' } : undefined;
        break;
      case 'resolve':
        window.resolve();
        break;
      case 'settle':
        await settle();
    }
    this.#checkSent();
  }

  /** Everything that follows has happened: each message is in one place. */
  async finish(): Promise<void> {
    for (const window of this.windows) {
      window.isSlow = false;
      window.resolve();
    }
    await settle();
    this.#checkSent();
    const places = [
      ...this.world.sent.map(({ text }) => text),
      ...[...this.world.kept.values()].flatMap((all) =>
        all.flatMap(({ outbox }) => [...outbox.waiting, ...outbox.returned].map(({ text }) => text)),
      ),
    ];
    const expected = [...this.#written].filter(([, { isRemoved }]) => !isRemoved).map(([text]) => text);
    expect(places.toSorted()).toEqual(expected.toSorted());
    for (const window of this.windows) {
      for (const chatId of this.#chatIds) {
        const own = (this.world.kept.get(chatId) ?? []).filter(({ owner }) => owner === window.id);
        expect(own.flatMap(({ outbox }) => outbox.waiting)).toEqual(window.outbox.of(chatId).waiting);
      }
    }
  }

  #change(window: ChatWindow, kind: 'send' | 'remove' | 'edit', at: number): void {
    const message = window.waiting[at];
    const written = message && this.#written.get(message.text);
    if (message && written) {
      if (kind === 'send') {
        this.#due.add(message.text);
        void window.outbox.sendNow(window.chatId, message.id);
      } else if (kind === 'remove') {
        written.isRemoved = true;
        window.outbox.remove(window.chatId, message.id);
      } else {
        window.outbox.recall(window.chatId, message.id);
      }
    }
  }

  #open(window: ChatWindow, at: number): void {
    const chatId = this.#chatIds[at % this.#chatIds.length] ?? '';
    const hasMessages = this.world.messagesOf(chatId).length > 0;
    // One window does not open what another answers in: that is a chat of its own for it, and no question of this test.
    if (hasMessages && this.windows.every((one) => one.chatId !== chatId)) {
      window.show(chatId);
    }
  }

  async #reload(at: number, window: ChatWindow): Promise<void> {
    const { chatId } = window;
    window.kill();
    await settle();
    const next = new ChatWindow(this.world);
    this.#chatIds.push(next.chatId);
    this.windows[at] = next;
    if (this.world.messagesOf(chatId).length > 0) {
      next.show(chatId);
    } else {
      await next.outbox.abandon(chatId);
    }
    await settle();
  }

  #checkSent(): void {
    for (const { text, chatId } of this.world.sent.slice(this.#checked)) {
      const written = this.#written.get(text);
      expect(written, text).toBeDefined();
      expect(written?.isRemoved, `${text} was removed`).toBe(false);
      expect(this.#due.has(text), `nobody wanted ${text} to go`).toBe(true);
      // Only a chat in which nothing was ever sent gives its messages to another.
      const isMoved = this.world.messagesOf(written?.chatId ?? '').length === 0;
      expect(isMoved ? 'moved' : written?.chatId).toBe(isMoved ? 'moved' : chatId);
    }
    this.#checked = this.world.sent.length;
    const texts = this.world.sent.map(({ text }) => text);
    expect(new Set(texts).size, 'sent twice').toBe(texts.length);
  }
}

describe('an outbox in whatever order things happen', () => {
  it('sends each message at most once, in its chat, when the user wants it, and loses none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(1), step), { maxLength: 40 }), async (steps) => {
        const story = new Story();
        await settle();
        for (const [at, one] of steps) {
          await story.take(at, one);
        }
        await story.finish();
      }),
      { numRuns: 2_000 },
    );
  });
});
