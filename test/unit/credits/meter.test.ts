import { describe, expect, it } from 'vitest';
import { BudgetHeldError } from '../../../src/shared/budgetHeld.ts';
import { BalanceReader } from '../../../src/credits/balanceReader.ts';
import { Meter } from '../../../src/credits/meter.ts';
import { learnPrice } from '../../../src/credits/priceLearning.ts';
import type { Ledger, MeterPorts } from '../../../src/credits/ports.ts';
import type { Cost, CostPolicy } from '../../../src/shared/credits.ts';
import type { Balance, ChatRequest, TurnEvent } from '../../../src/shared/gateway.ts';
import type { LearnedPrice } from '../../../src/shared/modelFacts.ts';
import type { BudgetHold, BudgetLimits, RequestEnd, RequestStanding, Settlement } from '../../../src/shared/ledger.ts';

const request: ChatRequest = { model: 'm', messages: [{ role: 'user', content: 'Hello' }] };
const usage = { promptTokens: 10, completionTokens: 5 };
const answer: readonly TurnEvent[] = [
  { type: 'text-delta', text: 'Hi' },
  { type: 'usage', usage },
  { type: 'turn-end', outcome: 'stop' },
];
const noLimits: BudgetLimits = { perMessage: 0, perChat: 0, perDay: 0, dayStart: 0 };
const dayLimit: BudgetLimits = { ...noLimits, perDay: 1_000 };
const hold: BudgetHold = { reason: 'one-at-a-time' };

/** A meter over a ledger and a gateway that do what a test says. */
class Stage {
  events: readonly (TurnEvent | Error)[] = answer;
  limits = noLimits;
  standing: RequestStanding = { isAlone: true, baseMicros: 1_000_000 };
  /** Credits, one for each reading; the last one stays. */
  balances: readonly number[] = [0.9997];
  policy: CostPolicy = 'measure';
  price: LearnedPrice | undefined;
  address = 'https://gateway.example/v1';
  isLedgerBroken = false;
  holdBegin: BudgetHold | undefined;
  holdRetry: BudgetHold | undefined;
  isAloneAtEnd = true;
  readonly sent: ChatRequest[] = [];
  readonly ends: RequestEnd[] = [];
  readonly settlements: Settlement[] = [];
  readonly costs: Cost[] = [];
  readonly waits: number[] = [];
  readonly bases: number[] = [];
  reads = 0;
  onRead = (): void => undefined;
  failures = 0;

  readonly meter = new Meter(this.#ports());

  async ask(isApproved = false, { signal } = new AbortController()): Promise<readonly string[]> {
    const seen: string[] = [];
    const options = { feature: 'chat', signal, isApproved } as const;
    for await (const event of this.meter.streamChat(request, options)) {
      seen.push(event.type);
    }
    await this.meter.settled();
    return seen;
  }

  #ports(): MeterPorts {
    return {
      ledger: this.#ledger(),
      client: () => Promise.resolve({ streamChat: (body) => this.#stream(body) }),
      reader: this.#reader(),
      policyOf: () => this.policy,
      origin: () => new URL(this.address).origin,
      limits: () => this.limits,
      priceOf: () => Promise.resolve(this.price),
      outputLimitOf: () => 4_096,
      listener: {
        costSettled: (_purpose, cost) => this.costs.push(cost),
        budgetUsed: () => undefined,
        ledgerFailed: () => (this.failures += 1),
      },
      now: () => 0,
      createId: () => 'id',
    };
  }

  #call<T>(result: () => T): Promise<T> {
    return this.isLedgerBroken ? Promise.reject(new Error('The disk is full.')) : Promise.resolve(result());
  }

  #reader(): BalanceReader {
    return new BalanceReader({
      ask: () => Promise.resolve(this.#balance()),
      address: () => this.address,
      ledger: {
        beginReading: () => this.#call(() => ({ lastRequest: 1, isQuiet: true, accountChanges: 0 })),
        noteBalance: (_origin, { remainingMicros }) => this.#call(() => void this.bases.push(remainingMicros)),
      },
      listener: { balanceRead: () => Promise.resolve(), ledgerFailed: () => (this.failures += 1) },
      wait: (ms) => {
        this.waits.push(ms);
        return Promise.resolve();
      },
    });
  }

  #ledger(): Ledger {
    const call = <T>(result: () => T): Promise<T> => this.#call(result);
    return {
      beginRequest: () => call(() => this.holdBegin),
      retryRequest: () => call(() => this.holdRetry),
      endRequest: (_id, end) =>
        call(() => {
          this.ends.push(end);
          return this.standing;
        }),
      settleRequest: (_id, settlement) =>
        call(() => {
          this.settlements.push(settlement);
          return this.isAloneAtEnd || !settlement.isMeasured;
        }),
      readBudgets: () => call(() => []),
    };
  }

  #balance(): Balance {
    this.onRead();
    const remaining = this.balances[Math.min(this.reads, this.balances.length - 1)] ?? 0;
    this.reads += 1;
    return { kind: 'known', remaining, unit: 'credits' };
  }

  async *#stream(body: ChatRequest): AsyncGenerator<TurnEvent> {
    this.sent.push(body);
    for (const event of this.events) {
      await Promise.resolve();
      if (event instanceof Error) {
        throw event;
      }
      yield event;
    }
  }
}

describe('a metered request', () => {
  it('passes all events on, and is measured afterwards by the balance', async () => {
    const stage = new Stage();
    expect(await stage.ask()).toEqual(['text-delta', 'usage', 'turn-end']);
    expect(stage.costs).toEqual([{ source: 'unconfirmed', micros: 300 }]);
    expect(stage.waits).toEqual([1_000]);
    expect(stage.settlements).toMatchObject([{ isMeasured: true, differenceMicros: 300, remainingMicros: 999_700 }]);
  });

  it('costs what the gateway says, before anything that the balance tells', async () => {
    const stage = new Stage();
    stage.events = [
      { type: 'usage', usage: { ...usage, cost: 0.000_25 } },
      { type: 'turn-end', outcome: 'stop' },
    ];
    stage.balances = [0.999_75];
    await stage.ask();
    expect(stage.costs).toEqual([{ source: 'gateway', micros: 250 }]);
    // As expected: at rest, so that the next request can be measured from here.
    expect(stage.bases).toEqual([999_750]);
    expect(stage.reads).toBe(1);
  });

  it('is not measured where another one began before it was settled', async () => {
    const stage = new Stage();
    stage.isAloneAtEnd = false;
    await stage.ask();
    expect(stage.costs).toEqual([{ source: 'unknown', doubt: 'shared' }]);
  });

  it('is no base for the next one before its charge was seen, or the last reading', async () => {
    const stage = new Stage();
    stage.standing = { isAlone: false, baseMicros: undefined };
    stage.balances = [1, 1, 0.9, 0.9];
    await stage.ask();
    expect(stage.bases).toEqual([900_000]);
    stage.balances = [1];
    await stage.ask();
    expect(stage.bases).toEqual([900_000, 1_000_000]);
    expect(stage.waits).toEqual([1_000, 2_000, 4_000, 1_000, 2_000, 4_000, 8_000]);
  });

  it('sends nothing that a budget holds back', async () => {
    const stage = new Stage();
    stage.holdBegin = hold;
    await expect(stage.ask()).rejects.toThrow(BudgetHeldError);
    expect(stage.sent).toEqual([]);
    expect(stage.costs).toEqual([]);
  });

  it('ends before a retry that a budget holds back', async () => {
    const stage = new Stage();
    stage.events = [{ type: 'retry', attempt: 1, delayMs: 10, error: new Error('busy') }, ...answer];
    stage.holdRetry = hold;
    await expect(stage.ask()).rejects.toThrow(BudgetHeldError);
  });

  it('says how long its answer may be only where a budget rests on it', async () => {
    const stage = new Stage();
    await stage.ask();
    stage.limits = dayLimit;
    await stage.ask();
    expect(stage.sent.map(({ maxTokens }) => maxTokens)).toEqual([undefined, 4_096]);
  });

  it('goes on where nothing can be written down, unless a budget is set and the user has not said so', async () => {
    const stage = new Stage();
    stage.isLedgerBroken = true;
    expect(await stage.ask()).toContain('turn-end');
    stage.limits = dayLimit;
    await expect(stage.ask()).rejects.toThrow(BudgetHeldError);
    expect(await stage.ask(true)).toContain('turn-end');
    expect(stage.sent).toHaveLength(2);
    expect(stage.failures).toBeGreaterThan(0);
  });

  it('cost nothing where the gateway refused it, whatever ran beside it', async () => {
    const stage = new Stage();
    stage.standing = { isAlone: false, baseMicros: undefined };
    const failWith = async (...events: readonly (TurnEvent | Error)[]): Promise<Cost | undefined> => {
      stage.events = events;
      await expect(stage.ask()).rejects.toThrow('failed');
      await stage.meter.settled();
      return stage.costs.at(-1);
    };
    const failure = (kind: string): Error => Object.assign(new Error('failed'), { kind });
    const retry = (kind: string): TurnEvent => ({ type: 'retry', attempt: 1, delayMs: 10, error: failure(kind) });
    const nothing = { source: 'about', micros: 0, doubt: 'shared' };
    const notKnown = { source: 'unknown', doubt: 'shared' };
    expect(await failWith(failure('invalid-key'))).toEqual(nothing);
    expect(await failWith(retry('rate-limited'), failure('rate-limited'))).toEqual(nothing);
    expect(await failWith(failure('timeout'))).toEqual(notKnown);
    expect(await failWith(retry('timeout'), failure('server'))).toEqual(notKnown);
    expect(await failWith({ type: 'text-delta', text: 'Hi' }, failure('server'))).toEqual(notKnown);
    // A tool call is output: what was told of it was paid for.
    const call = { type: 'tool-call', id: '1', name: 'read', arguments: '{}' } as const;
    expect(await failWith(call, failure('server'))).toEqual(notKnown);
  });

  it('cost nothing where it was stopped before it left, so that no budget waits for it', async () => {
    const stage = new Stage();
    stage.limits = dayLimit;
    stage.events = [{ type: 'turn-end', outcome: 'stopped' }];
    const stopped = new AbortController();
    stopped.abort();
    await stage.ask(false, stopped);
    expect(stage.costs.at(-1)).toMatchObject({ micros: 0 });
    await stage.ask();
    expect(stage.costs.at(-1)).not.toMatchObject({ micros: 0 });
  });

  it('is settled, too, when it fails, by the kind of its error', async () => {
    const stage = new Stage();
    stage.events = [Object.assign(new Error('no credit'), { kind: 'out-of-credit' })];
    stage.balances = [1];
    await expect(stage.ask()).rejects.toThrow('no credit');
    await stage.meter.settled();
    expect(stage.costs).toEqual([{ source: 'unconfirmed', micros: 0 }]);
  });

  it('is not booked what somebody else spent while the gateway refused it', async () => {
    const stage = new Stage();
    stage.events = [Object.assign(new Error('no such model'), { kind: 'bad-request' })];
    stage.balances = [0.9];
    await expect(stage.ask()).rejects.toThrow('no such model');
    await stage.meter.settled();
    expect(stage.costs).toEqual([{ source: 'about', micros: 0, doubt: 'disagreement' }]);
  });

  it('is not measured by the balance of another gateway, where the address has changed meanwhile', async () => {
    const stage = new Stage();
    stage.onRead = () => (stage.address = 'https://other.example');
    await stage.ask();
    expect(stage.costs).toEqual([{ source: 'unknown', doubt: 'no-balance' }]);
  });
});

describe('a request of a feature that is only estimated', () => {
  function estimating(): Stage {
    const stage = new Stage();
    stage.policy = 'estimate';
    return stage;
  }

  it('has no balance read for it, and says that it was not measured', async () => {
    const stage = estimating();
    await stage.ask();
    expect(stage.reads).toBe(0);
    expect(stage.costs).toEqual([{ source: 'unknown', doubt: 'not-measured' }]);
    expect(stage.settlements).toMatchObject([{ isMeasured: false }]);
    expect(stage.ends).toMatchObject([{ isAwaited: false }]);
  });

  it('costs about what the learned price says', async () => {
    const stage = estimating();
    const samples = [20, 30, 50, 80, 130, 210, 340, 550, 890].map((promptTokens, index) => {
      const completionTokens = 100 * ((index * 7) % 9) + 3;
      return { promptTokens, cachedTokens: 0, completionTokens, costMicros: 2 * promptTokens + 8 * completionTokens };
    });
    stage.price = learnPrice(samples);
    await stage.ask();
    expect(stage.reads).toBe(0);
    expect(stage.costs).toEqual([{ source: 'about', micros: 60, doubt: 'not-measured' }]);
  });

  it('costs what the gateway says, and even then no balance is read', async () => {
    const stage = estimating();
    stage.events = [
      { type: 'usage', usage: { ...usage, cost: 0.000_25 } },
      { type: 'turn-end', outcome: 'stop' },
    ];
    await stage.ask();
    expect(stage.reads).toBe(0);
    expect(stage.costs).toEqual([{ source: 'gateway', micros: 250 }]);
  });

  it('leaves no charge to wait for where the gateway refused it', async () => {
    const stage = estimating();
    stage.events = [Object.assign(new Error('slow down'), { kind: 'rate-limited' })];
    await expect(stage.ask()).rejects.toThrow('slow down');
    await stage.meter.settled();
    expect(stage.costs).toEqual([{ source: 'about', micros: 0, doubt: 'not-measured' }]);
    expect(stage.ends).toMatchObject([{ outcome: 'rate-limited', isAwaited: true }]);
    expect(stage.reads).toBe(0);
  });
});
