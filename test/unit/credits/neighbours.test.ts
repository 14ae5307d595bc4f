// Requests that are measured beside such as are only estimated, in two windows, against an account that knows what each was charged.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BalanceReader } from '../../../src/credits/balanceReader.ts';
import { Meter } from '../../../src/credits/meter.ts';
import type { Cost } from '../../../src/shared/credits.ts';
import type { Balance, ChatRequest, TurnEvent } from '../../../src/shared/gateway.ts';
import { StoreSession } from '../../../src/store/storeSession.ts';

const address = 'https://gateway.example/v1';
const startMicros = 1_000_000_000;
/** All reading and charging for a request is over after this many milliseconds. */
const settledMs = 40_000;

/** By the timers of the test. */
function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

interface Asked {
  readonly name: string;
  readonly feature: 'chat' | 'completion';
  readonly window: 0 | 1;
  /** Milliseconds: from the request before it to its beginning, to its end, and to its charge. */
  readonly gapMs: number;
  readonly durationMs: number;
  readonly lateMs: number;
  readonly micros: number;
}

/** The gateway's side, and two windows with one ledger. */
class Account {
  readonly costs = new Map<string, Cost>();
  readonly #asked = new Map<string, Asked>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'opencodex-neighbours-'));
  readonly #sessions: StoreSession[] = [];
  readonly #windows: { readonly meter: Meter; readonly reader: BalanceReader }[];
  #charged = 0;
  reads = 0;

  constructor() {
    this.#windows = ['one', 'two'].map((id) => this.#open(id));
  }

  close(): void {
    this.#sessions.forEach((session) => session.close());
    rmSync(this.#folder, { recursive: true });
  }

  /** As from the timer of the status bar. */
  async look(window: 0 | 1): Promise<void> {
    await this.#windows[window]?.reader.readOnce(new AbortController().signal);
  }

  async ask(one: Asked): Promise<void> {
    const { meter } = this.#windows[one.window] ?? {};
    // Its name stands for the model, by which the gateway knows what to do.
    this.#asked.set(one.name, one);
    const request: ChatRequest = { model: one.name, messages: [{ role: 'user', content: 'Hello' }] };
    const options = { feature: one.feature, messageId: one.name, signal: new AbortController().signal };
    for await (const event of meter?.streamChat(request, options) ?? []) {
      expect(event).toBeDefined();
    }
    await meter?.settled();
  }

  async *#stream({ model }: ChatRequest): AsyncGenerator<TurnEvent> {
    const { durationMs = 0, lateMs = 0, micros = 0 } = this.#asked.get(model) ?? {};
    yield { type: 'text-delta', text: 'Hi' };
    await wait(durationMs);
    void wait(lateMs).then(() => (this.#charged += micros));
    yield { type: 'usage', usage: { promptTokens: 10, completionTokens: 5 } };
    yield { type: 'turn-end', outcome: 'stop' };
  }

  #balance(): Balance {
    this.reads += 1;
    return { kind: 'known', remaining: (startMicros - this.#charged) / 1_000_000, unit: 'credits' };
  }

  #open(windowId: string): { readonly meter: Meter; readonly reader: BalanceReader } {
    const store = new StoreSession({ folder: this.#folder, windowId, onNews: () => undefined });
    this.#sessions.push(store);
    const failed = (error: unknown): void => expect.fail(String(error));
    const reader = new BalanceReader({
      ask: () => Promise.resolve(this.#balance()),
      address: () => address,
      ledger: {
        beginReading: (origin) => Promise.resolve(store.beginReading(origin)),
        noteBalance: (origin, reading) => {
          store.noteBalance(origin, reading);
          return Promise.resolve();
        },
      },
      listener: { balanceRead: () => Promise.resolve(), ledgerFailed: failed },
      wait,
    });
    let made = 0;
    const meter = new Meter({
      ledger: {
        beginRequest: (start, limits) => Promise.resolve(store.beginRequest(start, limits)),
        retryRequest: (start, limits) => Promise.resolve(store.retryRequest(start, limits)),
        endRequest: (id, end) => Promise.resolve(store.endRequest(id, end)),
        settleRequest: (id, settlement) => Promise.resolve(store.settleRequest(id, settlement)),
        readBudgets: (start, limits) => Promise.resolve(store.readBudgets(start, limits)),
      },
      client: () => Promise.resolve({ streamChat: (body) => this.#stream(body) }),
      reader,
      policyOf: (feature) => (feature === 'completion' ? 'estimate' : 'measure'),
      origin: () => new URL(address).origin,
      limits: () => ({ perMessage: 0, perChat: 0, perDay: 0, dayStart: 0 }),
      // With no price to check by, whatever the balance fell by would be believed.
      priceOf: () => Promise.resolve(undefined),
      outputLimitOf: () => 4_096,
      listener: {
        costSettled: ({ messageId = '' }, cost) => this.costs.set(messageId, cost),
        budgetUsed: () => undefined,
        ledgerFailed: failed,
      },
      now: () => performance.now(),
      createId: () => `${windowId}-${(made += 1)}`,
    });
    return { meter, reader };
  }
}

describe('requests that are measured beside such as are only estimated', () => {
  let account: Account;

  beforeEach(() => {
    vi.useFakeTimers();
    account = new Account();
  });
  afterEach(() => {
    account.close();
    vi.useRealTimers();
  });

  const chat: Asked = {
    name: 'chat',
    feature: 'chat',
    window: 0,
    gapMs: 0,
    durationMs: 1_000,
    lateMs: 0,
    micros: 300,
  };
  const completion: Asked = { ...chat, name: 'completion', feature: 'completion', micros: 50 };

  async function after(ms: number, job: () => Promise<void>): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
    void job();
    await vi.advanceTimersByTimeAsync(0);
  }

  it('are measured before and after it, once its charge must have come and the balance was read again', async () => {
    await after(0, () => account.look(0));
    await after(0, () => account.ask({ ...chat, name: 'before' }));
    await after(settledMs, () => account.ask({ ...completion, lateMs: 14_000 }));
    await after(20_000, () => account.look(1));
    await after(0, () => account.ask({ ...chat, name: 'behind', window: 1 }));
    await vi.advanceTimersByTimeAsync(settledMs);
    expect(Object.fromEntries(account.costs)).toEqual({
      before: { source: 'unconfirmed', micros: 300 },
      completion: { source: 'unknown', doubt: 'not-measured' },
      behind: { source: 'unconfirmed', micros: 300 },
    });
  });

  it.each([
    ['begins while they run', 500, 0],
    ['begins while the balance is read for them', 1_500, 0],
    ['has its charge come while they run', 0, 900],
    ['has it come after their end', 0, 9_000],
  ])('are not measured where it %s', async (_when, beginsAt, lateMs) => {
    await after(0, () => account.look(0));
    await after(0, () => (beginsAt === 0 ? account.ask({ ...completion, durationMs: 0, lateMs }) : Promise.resolve()));
    await after(10, () => account.ask(chat));
    await after(beginsAt, () => (beginsAt > 0 ? account.ask({ ...completion, window: 1 }) : Promise.resolve()));
    await vi.advanceTimersByTimeAsync(settledMs);
    expect(account.costs.get('chat')).toEqual({ source: 'unknown', doubt: 'shared' });
  });

  it('are measured by no base that was read before a late charge came', async () => {
    await after(0, () => account.ask({ ...completion, lateMs: 14_000 }));
    await after(12_000, () => account.look(0));
    await after(0, () => account.ask({ ...chat, durationMs: 4_000 }));
    await vi.advanceTimersByTimeAsync(settledMs);
    expect(account.costs.get('chat')?.micros).toBeUndefined();
  });

  it('alone are read for: however many are only estimated, the balance is never read', async () => {
    for (let index = 0; index < 20; index += 1) {
      await after(300, () => account.ask({ ...completion, name: String(index) }));
    }
    await vi.advanceTimersByTimeAsync(settledMs);
    expect(account.costs.size).toBe(20);
    expect(account.reads).toBe(0);
  });

  it('are never told as exact at another amount than they were charged', async () => {
    const asked = fc.record({
      feature: fc.constantFrom('chat', 'completion'),
      window: fc.constantFrom(0, 1),
      // Some follow at once, some when a charge is nearly too late.
      gapMs: fc.oneof(fc.nat(3_000), fc.integer({ min: 10_000, max: 16_000 })),
      durationMs: fc.nat(6_000),
      lateMs: fc.oneof(fc.nat(2_000), fc.integer({ min: 10_000, max: 14_500 })),
      micros: fc.integer({ min: 1, max: 5_000 }),
      isLookedFirst: fc.boolean(),
    });
    let exact = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 3, maxLength: 7 }), async (plan) => {
        account.close();
        account = new Account();
        const charged = new Map<string, number>();
        for (const [index, { isLookedFirst, ...one }] of plan.entries()) {
          const name = `${one.feature} ${index}`;
          charged.set(name, one.micros);
          // What is measured is charged in time here: how a late charge of it is found is the matter of measurement.test.ts.
          const lateMs = one.feature === 'chat' ? one.lateMs % 900 : one.lateMs;
          await after(one.gapMs, () => (isLookedFirst ? account.look(one.window) : Promise.resolve()));
          await after(0, () => account.ask({ ...(one as Asked), name, lateMs }));
        }
        await vi.advanceTimersByTimeAsync(2 * settledMs);
        expect(account.costs.size).toBe(plan.length);
        for (const [name, { source, micros }] of account.costs) {
          if (source === 'measured' || source === 'unconfirmed') {
            expect([name, micros]).toEqual([name, charged.get(name)]);
            expect(name).toContain('chat');
            exact += 1;
          }
        }
      }),
      { numRuns: 40 },
    );
    expect(exact).toBeGreaterThan(0);
  }, 60_000);
});
