import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { answered } from '../../support/messages.ts';
import type { Cost } from '../../../src/shared/credits.ts';
import type { BudgetLimits, RequestStanding, RequestStart } from '../../../src/shared/ledger.ts';
import { ChatStore } from '../../../src/store/chatStore.ts';
import type { StoreNews } from '../../../src/store/storeMethods.ts';
import { StoreSession } from '../../../src/store/storeSession.ts';
import { storeWorkerOf } from '../../support/storeWorker.ts';

const workerPath = storeWorkerOf(inject('extensionFolder'));
const origin = 'https://gateway.example';
const noLimits: BudgetLimits = { perMessage: 0, perChat: 0, perDay: 0, dayStart: 0 };
const usage = { promptTokens: 10, completionTokens: 5 };
const measured: Cost = { source: 'measured', micros: 300 };

describe('the ledger', () => {
  let folder: string;
  let stores: ChatStore[];
  let news: StoreNews[];
  let store: ChatStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-ledger-'));
    stores = [];
    news = [];
    store = openStore('window');
  });

  afterEach(async () => {
    await Promise.all(stores.map((one) => one.close()));
    await rm(folder, { recursive: true, force: true });
  });

  function openStore(windowId: string): ChatStore {
    const opened = new ChatStore({ workerPath, folder, windowId, onNews: (one) => news.push(one) });
    stores.push(opened);
    return opened;
  }

  function start(id: string, more: Partial<RequestStart> = {}): RequestStart {
    return { id, origin, model: 'm', feature: 'chat', worstMicros: undefined, isApproved: false, ...more };
  }

  async function end(
    id: string,
    isAwaited = true,
  ): Promise<{ readonly isAlone: boolean; readonly baseMicros: number | undefined }> {
    return await store.ledger.endRequest(id, { outcome: 'stop', usage, firstTextMs: 12.4, isAwaited });
  }

  async function noteBalance(remainingMicros: number, isAtRest = true): Promise<void> {
    const reading = await store.ledger.beginReading(origin);
    await store.ledger.noteBalance(origin, { remainingMicros, start: reading, isAtRest });
  }

  it('keeps a request from before it leaves, and what became of it', async () => {
    await store.ledger.beginRequest(start('r', { chatId: 'c', workspace: { id: 'w', name: 'Work' } }), noLimits);
    expect(await store.ledger.listRequests(0)).toMatchObject([
      { id: 'r', model: 'm', feature: 'chat', chatId: 'c', workspace: { id: 'w', name: 'Work' }, attempts: 1 },
    ]);
    await end('r');
    await store.ledger.settleRequest('r', { cost: measured, isMeasured: false });
    const [entry] = await store.ledger.listRequests(0);
    expect(entry).toMatchObject({
      outcome: 'stop',
      promptTokens: 10,
      completionTokens: 5,
      firstTextMs: 12,
      cost: measured,
    });
    expect(entry?.endedAt).toBeGreaterThanOrEqual(entry?.startedAt ?? Infinity);
    const told = news.filter((one) => one.type === 'ledger-changed').map(({ entries }) => entries);
    expect(told).toHaveLength(3);
    expect(told.at(-1)).toEqual([entry]);
  });

  it('tells other windows which requests were written, and of none that was held back', async () => {
    const heard: StoreNews[] = [];
    const other = new ChatStore({ workerPath, folder, windowId: 'two', onNews: (one) => heard.push(one) });
    stores.push(other);
    await other.ledger.listRequests(0);
    const limits = { ...noLimits, perMessage: 5 };
    expect(await store.ledger.beginRequest(start('held', { worstMicros: 10 }), limits)).toBeDefined();
    await store.ledger.beginRequest(start('r'), noLimits);
    const told = () => heard.flatMap((one) => (one.type === 'ledger-changed' ? (one.entries ?? []) : []));
    await expect.poll(() => told().map(({ id }) => id)).toEqual(['r']);
    await end('r');
    await expect.poll(() => told().at(-1)).toMatchObject({ id: 'r', outcome: 'stop' });
    expect(told().map(({ id }) => id)).toEqual(['r', 'r']);
  });

  it('measures only a request that ran alone, from a balance at rest to its end', async () => {
    await noteBalance(1_000);
    await store.ledger.beginRequest(start('first'), noLimits);
    expect(await end('first')).toEqual({ isAlone: true, baseMicros: 1_000 });
    const settlement = { cost: measured, isMeasured: true, differenceMicros: 300, remainingMicros: 700 };
    expect(await store.ledger.settleRequest('first', settlement)).toBe(true);
    await store.ledger.beginRequest(start('second'), noLimits);
    expect(await end('second')).toEqual({ isAlone: true, baseMicros: 700 });
  });

  it('measures none of two that overlap, in whichever windows, even when one has ended', async () => {
    const other = openStore('other window');
    await noteBalance(1_000);
    await store.ledger.beginRequest(start('first'), noLimits);
    await end('first');
    await other.ledger.beginRequest(start('second'), noLimits);
    expect(await store.ledger.settleRequest('first', { cost: measured, isMeasured: true })).toBe(false);
    expect(await store.ledger.settleRequest('first', { cost: measured, isMeasured: false })).toBe(true);
    expect(await store.ledger.settleRequest('lost', { cost: measured, isMeasured: true })).toBe(true);
    expect(await end('second')).toMatchObject({ isAlone: false });
  });

  it('takes no balance as a base during which a request ran, began, or had only just ended', async () => {
    const quiet = await store.ledger.beginReading(origin);
    await store.ledger.beginRequest(start('r'), noLimits);
    const busy = await store.ledger.beginReading(origin);
    await store.ledger.noteBalance(origin, { remainingMicros: 5, start: quiet, isAtRest: true });
    await end('r');
    await store.ledger.settleRequest('r', { cost: measured, isMeasured: false });
    await store.ledger.noteBalance(origin, { remainingMicros: 6, start: busy, isAtRest: true });
    await noteBalance(7, false);
    await store.ledger.beginRequest(start('next'), noLimits);
    expect(await end('next')).toEqual({ isAlone: true, baseMicros: undefined });
  });

  it('takes no balance as a base, and measures no request, while a charge may come that nobody reads for', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const session = new StoreSession({ folder, windowId: 'here', onNews: () => undefined });
    onTestFinished(() => session.close());
    const note = (remainingMicros: number): void => {
      const reading = session.beginReading(origin);
      session.noteBalance(origin, { remainingMicros, start: reading, isAtRest: true });
    };
    const run = (id: string, isAwaited: boolean, at = origin): RequestStanding => {
      session.beginRequest(start(id, { origin: at }), noLimits);
      const standing = session.endRequest(id, { outcome: 'stop', usage, firstTextMs: 1, isAwaited });
      session.settleRequest(id, { cost: measured, isMeasured: false });
      return standing;
    };
    note(1_000);
    expect(run('often', false)).toEqual({ isAlone: true, baseMicros: 1_000 });
    note(900);
    expect(run('soon', true)).toEqual({ isAlone: false, baseMicros: undefined });
    vi.setSystemTime(Date.now() + 14_000);
    note(900);
    expect(run('late', true)).toEqual({ isAlone: false, baseMicros: undefined });
    expect(run('elsewhere', true, 'https://other.example')).toMatchObject({ isAlone: true });
    vi.setSystemTime(Date.now() + 2_000);
    note(800);
    expect(run('later', true)).toEqual({ isAlone: true, baseMicros: 800 });
    run('often again', false);
    // A clock that is set back holds nothing up.
    vi.setSystemTime(Date.now() - 3_600_000);
    note(700);
    expect(run('behind', true)).toEqual({ isAlone: true, baseMicros: 700 });
  });

  it('forgets the balance with the account, and another gateway has one of its own', async () => {
    await noteBalance(1_000);
    await store.ledger.beginRequest(start('elsewhere', { origin: 'https://other.example' }), noLimits);
    expect(await end('elsewhere')).toMatchObject({ baseMicros: undefined });
    await store.ledger.forgetBalance(origin);
    await store.ledger.beginRequest(start('r'), noLimits);
    expect(await end('r')).toMatchObject({ baseMicros: undefined });
  });

  it('takes no balance as a base that was read while the account changed: it may be that of the former one', async () => {
    const reading = await store.ledger.beginReading(origin);
    const elsewhere = await store.ledger.beginReading('https://other.example');
    await store.ledger.forgetBalance(origin);
    await store.ledger.noteBalance(origin, { remainingMicros: 1_000, start: reading, isAtRest: true });
    await store.ledger.beginRequest(start('r'), noLimits);
    expect(await end('r')).toMatchObject({ baseMicros: undefined });
    const other = { origin: 'https://other.example' };
    await store.ledger.noteBalance(other.origin, { remainingMicros: 5, start: elsewhere, isAtRest: true });
    await store.ledger.beginRequest(start('other', other), noLimits);
    expect(await end('other')).toMatchObject({ baseMicros: 5 });
  });

  it('reserves the worst case, and lets nothing pass a budget that would not fit', async () => {
    const limits = { ...noLimits, perChat: 1_000 };
    const first = start('first', { chatId: 'c', worstMicros: 600 });
    expect(await store.ledger.beginRequest(first, limits)).toBeUndefined();
    const second = start('second', { chatId: 'c', worstMicros: 401 });
    expect(await store.ledger.beginRequest(second, limits)).toEqual({
      reason: 'budget',
      scope: 'chat',
      limitMicros: 1_000,
      spentMicros: 600,
      neededMicros: 401,
    });
    expect(await store.ledger.beginRequest({ ...second, isApproved: true }, limits)).toBeUndefined();
    const elsewhere = start('elsewhere', { chatId: 'other', worstMicros: 1_000 });
    expect(await store.ledger.beginRequest(elsewhere, limits)).toBeUndefined();
    await end('first');
    await store.ledger.settleRequest('first', { cost: { source: 'measured', micros: 100 }, isMeasured: false });
    expect(await store.ledger.readBudgets(second, limits)).toEqual([
      { scope: 'chat', limitMicros: 1_000, spentMicros: 501 },
    ]);
  });

  it('counts every attempt, and holds back a retry that would not fit', async () => {
    const limits = { ...noLimits, perMessage: 1_000 };
    const request = start('r', { messageId: 'a', worstMicros: 450 });
    expect(await store.ledger.beginRequest(request, limits)).toBeUndefined();
    expect(await store.ledger.retryRequest(request, limits)).toBeUndefined();
    expect(await store.ledger.retryRequest(request, limits)).toMatchObject({ scope: 'message', spentMicros: 900 });
    expect(await store.ledger.listRequests(0)).toMatchObject([{ attempts: 2 }]);
  });

  it('lets one request at a time leave while no price is known, and only while a budget is set', async () => {
    const limits = { ...noLimits, perDay: 1_000 };
    expect(await store.ledger.beginRequest(start('first'), limits)).toBeUndefined();
    expect(await store.ledger.beginRequest(start('second'), limits)).toEqual({ reason: 'one-at-a-time' });
    expect(await store.ledger.beginRequest(start('free'), noLimits)).toBeUndefined();
    for (const id of ['first', 'free']) {
      await end(id);
      await store.ledger.settleRequest(id, { cost: { source: 'gateway', micros: 600 }, isMeasured: false });
    }
    expect(await store.ledger.beginRequest(start('third'), limits)).toMatchObject({
      scope: 'day',
      spentMicros: 1_200,
    });
    const tomorrow = { ...limits, dayStart: Date.now() + 60_000 };
    expect(await store.ledger.beginRequest(start('third'), tomorrow)).toBeUndefined();
  });

  it('lets nothing of unknown price leave after a request of which nobody knows what it cost', async () => {
    const limits = { ...noLimits, perChat: 1_000 };
    const inChat = (id: string, more: Partial<RequestStart> = {}): RequestStart => start(id, { chatId: 'c', ...more });
    const notKnown: Cost = { source: 'unknown', doubt: 'no-balance' };
    expect(await store.ledger.beginRequest(inChat('first'), limits)).toBeUndefined();
    await end('first');
    await store.ledger.settleRequest('first', { cost: notKnown, isMeasured: false });
    const held = { reason: 'unknown-spending', scope: 'chat' };
    expect(await store.ledger.beginRequest(inChat('second'), limits)).toEqual(held);
    expect(await store.ledger.beginRequest(inChat('second', { isApproved: true }), limits)).toBeUndefined();
    expect(await store.ledger.beginRequest(start('elsewhere', { worstMicros: 10 }), limits)).toBeUndefined();
    expect(await store.ledger.beginRequest(inChat('known', { worstMicros: 400 }), limits)).toBeUndefined();
    await end('known');
    await store.ledger.settleRequest('known', { cost: notKnown, isMeasured: false });
    // What it may have cost stays reserved.
    expect(await store.ledger.readBudgets(inChat('next'), limits)).toMatchObject([{ spentMicros: 400 }]);
  });

  it('goes on holding back where one without a charge may have been charged late', async () => {
    const limits = { ...noLimits, perDay: 1_000 };
    const ask = async (id: string, cost: Cost, differenceMicros: number, remainingMicros: number): Promise<void> => {
      await store.ledger.beginRequest(start(id, { isApproved: true }), limits);
      await end(id);
      await store.ledger.settleRequest(id, { cost, isMeasured: true, differenceMicros, remainingMicros });
    };
    const notYet: Cost = { source: 'unknown', doubt: 'unsettled' };
    await noteBalance(5_000);
    await ask('free', notYet, 0, 5_000);
    await ask('free, too', notYet, 0, 5_000);
    expect(await store.ledger.beginRequest(start('new'), limits)).toMatchObject({ reason: 'unknown-spending' });
    // Had they been charged late, it would be in this.
    await ask('measured', measured, 300, 4_700);
    await ask('not charged yet', notYet, 0, 4_700);
    expect(await store.ledger.beginRequest(start('new'), limits)).toMatchObject({ reason: 'unknown-spending' });
    // Something else has taken what this began with: perhaps that.
    await noteBalance(4_600);
    await ask('later', measured, 300, 4_300);
    expect(await store.ledger.beginRequest(start('new'), limits)).toMatchObject({ reason: 'unknown-spending' });
    const tomorrow = { ...limits, dayStart: Date.now() + 60_000 };
    expect(await store.ledger.beginRequest(start('new'), tomorrow)).toBeUndefined();
  });

  it('counts what had no charge as free once a later request began with the same balance and was measured', async () => {
    const limits = { ...noLimits, perDay: 1_000 };
    await noteBalance(5_000);
    for (const [id, cost, difference] of [
      ['free', { source: 'unknown', doubt: 'unsettled' }, 0],
      ['measured', measured, 300],
    ] as const) {
      await store.ledger.beginRequest(start(id, { isApproved: true }), limits);
      await end(id);
      const settlement = { cost, isMeasured: true, differenceMicros: difference, remainingMicros: 5_000 - difference };
      await store.ledger.settleRequest(id, settlement);
    }
    expect(await store.ledger.beginRequest(start('new'), limits)).toBeUndefined();
  });

  it('ends what a window left that has gone, with what it may have cost still reserved', async () => {
    const gone = openStore('gone');
    await gone.ledger.beginRequest(start('left', { worstMicros: 700 }), noLimits);
    await gone.close();
    const limits = { ...noLimits, perDay: 1_000 };
    expect(await store.ledger.beginRequest(start('r', { worstMicros: 400 }), limits)).toMatchObject({
      spentMicros: 700,
    });
    expect(await store.ledger.listRequests(0)).toMatchObject([
      { id: 'left', outcome: 'interrupted', cost: { source: 'unknown', doubt: 'interrupted' } },
    ]);
  });

  it('writes what answers cost into their chats, with all requests for them', async () => {
    const answer = answered({ text: 'Hi' });
    const head = { id: 'c', title: 'Chat', model: 'm' };
    await store.chats.saveMessages(head, [{ message: answer, place: 'next' }]);
    for (const [id, cost] of [
      ['one', { source: 'measured', micros: 300 }],
      ['two', { source: 'about', micros: 50, doubt: 'shared' }],
    ] as const) {
      await store.ledger.beginRequest(start(id, { chatId: 'c', messageId: 'a' }), noLimits);
      await end(id);
      await store.ledger.settleRequest(id, { cost, isMeasured: false });
    }
    // Whoever saves the message again may not know of its cost.
    await store.chats.saveMessages(head, [{ message: answered({ text: 'Hi again' }), place: 'next' }]);
    const chat = await store.chats.readTree('c');
    expect(chat?.messages[0]?.message).toMatchObject({
      parts: [{ kind: 'text', text: 'Hi again' }],
      cost: { source: 'about', micros: 350, doubt: 'shared' },
    });
    expect(chat?.summary.costMicros).toBe(350);
  });

  it('learns from what was measured and what the gateway said, newest first, and sums by model', async () => {
    const costs: readonly [string, Cost, number | undefined][] = [
      ['one', { source: 'unconfirmed', micros: 10 }, 10],
      ['two', { source: 'about', micros: 20, doubt: 'disagreement' }, 99],
      ['three', { source: 'about', micros: 30, doubt: 'shared' }, undefined],
      ['four', { source: 'gateway', micros: 40 }, undefined],
      ['five', { source: 'unknown', doubt: 'no-balance' }, undefined],
    ];
    for (const [id, cost, differenceMicros] of costs) {
      await store.ledger.beginRequest(start(id), noLimits);
      await end(id);
      await store.ledger.settleRequest(id, { cost, isMeasured: false, differenceMicros });
    }
    const samples = await store.ledger.listSamples(origin, 40);
    expect(samples.get('m')?.map(({ costMicros }) => costMicros)).toEqual([40, 99, 10]);
    expect((await store.ledger.listSamples(origin, 1)).get('m')).toHaveLength(1);
    await store.ledger.beginRequest(start('under way'), noLimits);
    expect(await store.ledger.sumByModel(origin, 0)).toEqual([
      { model: 'm', micros: 100, requests: 6, unknownRequests: 2 },
    ]);
  });
});
