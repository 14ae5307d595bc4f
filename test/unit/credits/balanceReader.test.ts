import { beforeEach, describe, expect, it } from 'vitest';
import { BalanceReader, type ReadBalance } from '../../../src/credits/balanceReader.ts';
import type { Balance } from '../../../src/shared/gateway.ts';
import type { BalanceReading, ReadingStart } from '../../../src/shared/ledger.ts';

const credits = (remaining: number): Balance => ({ kind: 'known', remaining, unit: 'credits' });
const quiet: ReadingStart = { lastRequest: 7, isQuiet: true, accountChanges: 0 };
const running = new AbortController().signal;

describe('reading the balance', () => {
  /** Each reading takes the next, the last one stays. */
  let answers: (Balance | Error | Promise<Balance>)[];
  let address: string;
  let start: ReadingStart | undefined;
  let isLedgerBroken: boolean;
  let told: ReadBalance[];
  let noted: { readonly origin: string; readonly reading: BalanceReading }[];
  /** What happened, in order. */
  let steps: string[];
  let reader: BalanceReader;

  beforeEach(() => {
    answers = [credits(1)];
    address = 'https://gateway.example/v1';
    start = quiet;
    isLedgerBroken = false;
    told = [];
    noted = [];
    steps = [];
    const call = <T>(name: string, result: () => T): Promise<T> => {
      steps.push(name);
      return isLedgerBroken ? Promise.reject(new Error('The disk is full.')) : Promise.resolve(result());
    };
    reader = new BalanceReader({
      ask: async () => {
        steps.push('ask');
        const answer = await ((answers.length > 1 ? answers.shift() : answers[0]) ?? credits(0));
        if (answer instanceof Error) {
          throw answer;
        }
        return answer;
      },
      address: () => address,
      ledger: {
        beginReading: (origin) => call(`begin ${origin}`, () => start),
        noteBalance: (origin, reading) => call('note', () => void noted.push({ origin, reading })),
      },
      listener: {
        balanceRead: (balance) => {
          told.push(balance);
          return Promise.resolve();
        },
        ledgerFailed: () => steps.push('ledger failed'),
      },
      wait: (ms) => {
        steps.push(`wait ${ms}`);
        return Promise.resolve();
      },
    });
  });

  it('is noted with what the ledger said at its beginning, as not known to be at rest', async () => {
    await reader.readOnce(running);
    expect(steps).toEqual(['begin https://gateway.example', 'ask', 'note']);
    const reading = { remainingMicros: 1_000_000, isAtRest: false, start: quiet };
    expect(noted).toEqual([{ origin: 'https://gateway.example', reading }]);
    expect(told).toEqual([credits(1)]);
  });

  it.each([{ kind: 'unlimited' }, { kind: 'unknown', reason: 'x' }] as const)(
    'notes nothing of %o',
    async (balance) => {
      answers = [balance];
      await reader.readOnce(running);
      expect([told, noted]).toEqual([[balance], []]);
    },
  );

  it('never rejects: what failed is told', async () => {
    const error = new Error('gone');
    answers = [error];
    await reader.readOnce(running);
    expect([told, noted]).toEqual([[{ kind: 'failure', error }], []]);
    expect(await reader.read(running)).toBeUndefined();
  });

  it('is read all the same where nothing is kept, or nothing can be', async () => {
    start = undefined;
    await reader.readOnce(running);
    expect(steps).toEqual(['begin https://gateway.example', 'ask']);
    isLedgerBroken = true;
    await reader.readOnce(running);
    expect(steps.slice(2)).toEqual(['begin https://gateway.example', 'ledger failed', 'ask']);
    expect(told).toHaveLength(2);
  });

  it('is neither told nor noted where the address has changed meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<Balance>();
    answers = [promise];
    const reading = reader.readOnce(running);
    await expect.poll(() => steps).toContain('ask');
    address = 'https://other.example/v1';
    resolve(credits(1));
    await reading;
    expect([told, noted]).toEqual([[], []]);
  });

  it('is not told where it was stopped, nor where a later one was answered sooner', async () => {
    const { promise, resolve } = Promise.withResolvers<Balance>();
    answers = [promise, credits(2)];
    const slow = reader.read(running);
    expect(await reader.read(running)).toBe(2_000_000);
    resolve(credits(1));
    expect(await slow).toBe(1_000_000);
    await reader.read(AbortSignal.abort());
    expect(told).toEqual([credits(2)]);
  });

  it('comes to rest once a charge was seen and two readings are the same', async () => {
    answers = [credits(1), credits(1), credits(0.9), credits(0.9)];
    await reader.readToRest({ isCharged: true, signal: running });
    expect(steps.filter((step) => step.startsWith('wait'))).toEqual(['wait 1000', 'wait 2000', 'wait 4000']);
    expect(noted.map(({ reading }) => reading)).toEqual([{ remainingMicros: 900_000, isAtRest: true, start: quiet }]);
  });

  it('is at rest at once where nothing was charged, or it is as expected', async () => {
    await reader.readToRest({ isCharged: false, signal: running });
    expect(steps).toContain('wait 1000');
    expect(steps).not.toContain('wait 2000');
    steps = [];
    await reader.readToRest({ expected: 1_000_000, isCharged: true, signal: running });
    expect(steps).toEqual(['begin https://gateway.example', 'ask', 'note']);
    expect(noted).toHaveLength(2);
  });

  it('waits for a charge that was not seen to the last reading, and notes none that still changes then', async () => {
    await reader.readToRest({ isCharged: true, signal: running });
    expect(noted).toHaveLength(1);
    answers = [1, 0.9, 0.8, 0.7, 0.6].map(credits);
    await reader.readToRest({ isCharged: true, signal: running });
    expect(noted).toHaveLength(1);
    expect(steps.filter((step) => step === 'wait 8000')).toHaveLength(2);
  });

  it('is read once, and no base, while requests run', async () => {
    start = { ...quiet, isQuiet: false };
    await reader.readToRest({ isCharged: true, signal: running });
    expect(steps).toEqual(['begin https://gateway.example', 'ask']);
  });

  it('rejects where it is stopped between two readings', async () => {
    const stopped = new BalanceReader({
      ask: () => Promise.resolve(credits(1)),
      address: () => address,
      ledger: { beginReading: () => Promise.resolve(quiet), noteBalance: () => Promise.reject(new Error('noted')) },
      listener: { balanceRead: () => Promise.resolve(), ledgerFailed: () => undefined },
      wait: () => Promise.reject(new Error('stopped')),
    });
    await expect(stopped.readToRest({ isCharged: true, signal: running })).rejects.toThrow('stopped');
  });
});
