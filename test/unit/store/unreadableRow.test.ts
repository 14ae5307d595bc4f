// A row of the ledger that cannot be read: what else is kept must not depend on it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { StoreNews } from '../../../src/store/storeMethods.ts';
import { StoreSession } from '../../../src/store/storeSession.ts';
import { answered, asked } from '../../support/messages.ts';

async function openSession(): Promise<{ readonly session: StoreSession; readonly news: StoreNews[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'opencodex-unreadable-'));
  const news: StoreNews[] = [];
  const session = new StoreSession({ folder, windowId: 'w', onNews: (one) => news.push(one) });
  onTestFinished(async () => {
    session.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { session, news };
}

const chat = { id: 'c', title: 'c', model: 'm' };
const limits = { perMessage: 0, perChat: 0, perDay: 0, dayStart: 0 };
const request = { id: 'r', origin: 'https://gateway.example', model: 'm', feature: 'chat', worstMicros: undefined };

it('stands in the way of no later write, and readers are told that all may have changed', async () => {
  const { session, news } = await openSession();
  session.beginRequest(request, limits);
  const usage = { promptTokens: 2 ** 53, completionTokens: 1 };
  session.endRequest('r', { outcome: 'stop', usage, firstTextMs: 1, isAwaited: true });
  expect(news.findLast(({ type }) => type === 'ledger-changed')).toEqual({
    type: 'ledger-changed',
    entries: undefined,
  });
  session.saveMessages(chat, [{ message: asked(), place: 'next' }]);
  session.saveDrafts('', [], { chatId: 'c', openedAt: 1 });
  expect(session.beginRequest({ ...request, id: 'next' }, limits)).toBeUndefined();
  expect(session.settleRequest('r', { cost: { source: 'unknown' }, isMeasured: false })).toBe(true);
  expect(session.readTree('c')?.messages).toHaveLength(1);
});

it('of an answer, for its error alone, costs it the error and nothing else', async () => {
  const { session } = await openSession();
  const error = { kind: 'rate-limited', retryAfterMs: Infinity, actions: ['retry'] } as const;
  const message = answered({ text: 'half', status: 'failed', error: { ...error, actions: [...error.actions] } });
  session.saveMessages(chat, [{ message, place: 'next' }]);
  const kept = session.readTree('c')?.messages[0]?.message;
  expect(kept).toMatchObject({ model: 'm', status: 'failed', parts: [{ kind: 'text', text: 'half' }] });
  expect(kept).not.toHaveProperty('error');
});
