// Credits fall by the tokens used at the known price, also for answers that are given up.
import { describe, expect, it } from 'vitest';
import { demoKey, emptyKey, type Gateway } from '../../gateway/gateway.ts';
import { costOf, defaultModels, priceOf } from '../../gateway/models.ts';
import { ask, balanceOf, type Completion, type ErrorBody, json, openGateway, read } from './support.ts';

const micros = (credits: number) => Math.round(credits * 1_000_000);

/** What the journal says about the last request, once it has ended. */
function ended(gateway: Gateway) {
  return gateway.journal.next((entry) => entry.path.endsWith('/completions') && entry.outcome !== 'open');
}

describe('credits', () => {
  it.each(defaultModels.map((model) => model.id))('falls by exactly what %s costs', async (model) => {
    const gateway = await openGateway();
    const { usage } = await json<Completion>(await ask(gateway, 'What is it?', { model, stream: false }));
    const cost = costOf(priceOf(model), usage.prompt_tokens, usage.completion_tokens);
    expect(cost).toBeGreaterThan(0);
    expect(micros(await balanceOf(gateway))).toBe(500_000_000 - cost);
    expect((await ended(gateway)).chargedMicros).toBe(cost);
  });

  it('is charged in full before a streamed answer ends', async () => {
    const gateway = await openGateway();
    gateway.script({ text: 'x'.repeat(400), reasoning: 'y'.repeat(40) });
    await (await ask(gateway, 'z'.repeat(20))).text();
    expect(await balanceOf(gateway)).toBe(500 - 0.005 - 0.44);
  });

  it('charges what was generated until the client went away, and stops there', async () => {
    const gateway = await openGateway();
    const abort = new AbortController();
    const response = await ask(gateway, 'z'.repeat(20), { model: 'fault-stall' }, { signal: abort.signal });
    const { completionTokens } = await gateway.journal.next((entry) => entry.completionTokens > 50);
    expect(gateway.openRequests).toBe(1);
    expect(response.status).toBe(200);
    abort.abort();
    const entry = await ended(gateway);
    const cost = costOf(priceOf('fault-stall'), 5, entry.completionTokens);
    expect(entry.outcome).toBe('aborted');
    expect(entry.completionTokens).toBeGreaterThanOrEqual(completionTokens);
    expect(entry.chargedMicros).toBe(cost);
    expect(micros(await balanceOf(gateway))).toBe(500_000_000 - cost);
    expect(gateway.openRequests).toBe(0);
  });

  it.each([true, false])('stops generating when the client goes away, streamed: %s', async (stream) => {
    const gateway = await openGateway({ tokensPerSecond: 1_000 });
    const abort = new AbortController();
    const text = Array.from({ length: 400 }, () => 'four');
    gateway.script({ text }, { text });
    const request = ask(gateway, 'x', { stream }, { signal: abort.signal }).then((response) => response.text());
    const isRefused = expect(request).rejects.toThrow();
    await gateway.journal.next((entry) => entry.completionTokens >= 5);
    abort.abort();
    await isRefused;
    const { id, outcome, completionTokens } = await ended(gateway);
    // A second answer takes as long as the first one would have gone on.
    const second = await json<Completion>(await ask(gateway, 'x', { stream: false }));
    expect(outcome).toBe('aborted');
    expect(completionTokens).toBeGreaterThanOrEqual(5);
    expect(completionTokens).toBeLessThan(400);
    expect(second.usage.completion_tokens).toBe(400);
    expect(gateway.journal.entries.find((entry) => entry.id === id)?.completionTokens).toBe(completionTokens);
    const cost = costOf(priceOf('deepseek-chat'), 2, completionTokens + 400);
    expect(micros(gateway.credits(demoKey))).toBe(500_000_000 - cost);
  });

  it('refuses with 402 before it generates when nothing is left', async () => {
    const gateway = await openGateway();
    const response = await ask(gateway, 'hi', {}, { key: emptyKey });
    expect(response.status).toBe(402);
    expect((await json<ErrorBody>(response)).error).toEqual({
      message: 'Insufficient Credits — please top up and try again',
      type: 'insufficient_credits',
      code: 'insufficient_credits',
    });
    expect((await read(gateway, '/balance', emptyKey)).status).toBe(200);
    expect((await ended(gateway)).completionTokens).toBe(0);
  });

  it('finishes an answer in whose middle the credits run out, and refuses the next', async () => {
    const gateway = await openGateway();
    gateway.setCredits(demoKey, 0.01);
    gateway.script({ text: 'x'.repeat(4_000) });
    const stream = await (await ask(gateway, 'hi')).text();
    const entry = await ended(gateway);
    expect(stream.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(entry).toMatchObject({ completionTokens: 1_000, chargedMicros: 10_000 });
    expect(await balanceOf(gateway)).toBe(0);
    expect((await ask(gateway, 'hi')).status).toBe(402);
  });

  it('has no rounding of its own over many answers', async () => {
    const gateway = await openGateway();
    for (let round = 0; round < 30; round += 1) {
      await (await ask(gateway, 'Hi', { model: 'gpt-4o-mini', stream: false, max_tokens: 1 })).text();
    }
    expect(await balanceOf(gateway)).toBe(500 - (30 * (525 + 2_100)) / 1_000_000);
  });

  it('is told in the shape that is set', async () => {
    const gateway = await openGateway();
    gateway.setCredits(demoKey, 482.5);
    const plain = await json<object>(await read(gateway, '/balance'));
    gateway.configure({ balanceShape: 'credit-summary' });
    const summary = await json<object>(await read(gateway, '/balance'));
    expect(plain).toEqual({ object: 'balance', balance: 482.5, currency: 'credits', total: 482.5, used: 0 });
    expect(summary).toEqual({
      object: 'credit_summary',
      total_granted: 482.5,
      total_used: 0,
      total_available: 482.5,
    });
  });
});
