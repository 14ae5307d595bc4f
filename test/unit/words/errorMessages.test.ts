// The sentences of failures: which layer failed, why a request is made again, and when it makes sense to.
import { describe, expect, it } from 'vitest';
import { ApiError, type ApiErrorDetails } from '../../../src/api/errors.ts';
import { BudgetHeldError } from '../../../src/shared/budgetHeld.ts';
import { createTranslate } from '../../../src/shared/translate.ts';
import { ErrorMessages } from '../../../src/words/errorMessages.ts';

const now = 1_700_000_000_000;
const messages = new ErrorMessages({ t: createTranslate({}), language: 'en' }, () => now);

const rateLimit = (retryAfterMs?: number): ApiError => new ApiError('rate-limited', 'Slow down.', { retryAfterMs });

describe('the sentence of a rate limit', () => {
  it.each([
    [undefined, 'Too many requests. Wait a moment and try again.'],
    [30_000, 'Too many requests. Try again in 30 s.'],
    [90_500, 'Too many requests. Try again in 91 s.'],
    [3_600_000, 'Too many requests. Try again in 60 min.'],
    [36_000_000, 'Too many requests. Try again in 10 h.'],
  ])('for Retry-After of %s ms is: %s', (retryAfterMs, text) => {
    expect(messages.describeFailure(rateLimit(retryAfterMs))).toMatchObject({ text, actions: ['retry'] });
  });

  it('comes with the time only where that is further off than the client waits by itself', () => {
    expect(messages.describeFailure(rateLimit(61_000)).retryAt).toBe(now + 61_000);
    expect(messages.describeFailure(rateLimit(60_000))).not.toHaveProperty('retryAt');
    expect(messages.describeFailure(rateLimit())).not.toHaveProperty('retryAt');
    const server = new ApiError('server', '', { retryAfterMs: 3_600_000 });
    expect(messages.describeFailure(server)).not.toHaveProperty('retryAt');
    expect(messages.describeFailure(rateLimit(1e23))).not.toHaveProperty('retryAt');
  });
});

describe('the detail of a failure', () => {
  const detailOf = (kind: ApiError['kind'], message: string, details: ApiErrorDetails): string | undefined =>
    messages.describeFailure(new ApiError(kind, message, details)).detail;

  it.each([
    ['ENOTFOUND', 'DNS: the name of the gateway was not found.'],
    ['EAI_AGAIN', 'DNS: the name of the gateway was not found.'],
    ['ECONNREFUSED', 'TCP: the connection was refused.'],
    ['UND_ERR_CONNECT_TIMEOUT', 'TCP: could not connect in time.'],
    ['ECONNRESET', 'TCP: the connection was closed before an answer came.'],
    ['UND_ERR_SOCKET', 'TCP: the connection was closed before an answer came.'],
    ['first-byte-timeout', 'HTTP: the gateway took the request and sent nothing.'],
    ['silence-timeout', 'HTTP: the connection stayed open, and no part of an answer came.'],
  ])('of %s begins: %s', (code, layer) => {
    expect(detailOf('unreachable', 'What was said.', { code })).toBe(`${layer} What was said.`);
  });

  it('of certificates that are not checked tells the variable, and that nothing was sent', () => {
    const error = new ApiError('certificate', 'In English.', { code: 'verification-off' });
    const { text, detail, actions } = messages.describeFailure(error);
    expect(text).toBe('Certificates are not checked here, so nothing was sent.');
    expect(detail).toMatch(/^TLS: NODE_TLS_REJECT_UNAUTHORIZED=0 is set, .* any server\.$/);
    expect(actions).toContain('diagnose');
  });

  it('is what was said alone where the code names no layer, and nothing where nothing was said', () => {
    expect(detailOf('unreachable', 'Moved.', { code: 'redirect' })).toBe('Moved.');
    expect(detailOf('server', '', {})).toBeUndefined();
    expect(detailOf('empty', 'The model sent nothing.', {})).toBeUndefined();
  });
});

describe('what is more than any answer', () => {
  it('says so where it was cut off, and offers to continue', () => {
    const cause = new ApiError('server', 'The gateway sent more.', { code: 'answer-too-long' });
    expect(messages.describeOutcome('cut-off', cause)).toEqual({
      kind: 'cut-off',
      text: 'The answer was ended here: the gateway sent more than any answer holds. All that came is kept.',
      actions: ['continue', 'retry'],
    });
  });

  it('says so where nothing of it was used, without saying it twice', () => {
    expect(messages.describeFailure(new ApiError('server', 'Too long.', { code: 'answer-too-long' }))).toEqual({
      kind: 'server',
      text: 'The gateway sent far more than it should, and nothing of it was used. Try again.',
      actions: ['retry'],
    });
  });

  it.each([
    ['silence-timeout', 'The gateway sent nothing more of the answer, though the connection stayed open.'],
    ['idle-timeout', 'The answer may be incomplete: the connection ended early.'],
  ])('is told from an answer cut off by %s', (code, text) => {
    const described = messages.describeOutcome('cut-off', new ApiError('timeout', 'Nothing came.', { code }));
    expect(described).toMatchObject({ text: `${text} All that came is kept.`, actions: ['continue', 'retry'] });
  });
});

describe('credits that have run out', () => {
  it('say of the balance when it was so, since other programs may have spent it', () => {
    const balance = { remaining: 432.77, unit: 'credits' };
    const facts = { balance: () => balance, cheaperThan: (model: string) => (model === 'dear' ? 'cheap' : undefined) };
    const informed = new ErrorMessages({ t: createTranslate({}), language: 'en' }, () => now, facts);
    const error = new ApiError('out-of-credit', '', {});
    expect(informed.describeFailure(error, 'dear')).toMatchObject({
      text: 'Your credits are used up, or too few for this request. At the last reading 432.77 credits were left.',
      cheaperModel: 'cheap',
      actions: ['top-up', 'cheaper-model', 'choose-model'],
    });
    expect(messages.describeFailure(error).text).toBe('Your credits are used up.');
  });
});

describe('a request held back because nobody knows what was spent', () => {
  it('is told what helps, since a higher budget does not', () => {
    const held = new BudgetHeldError({ reason: 'unknown-spending', scope: 'day' });
    const { text, actions } = messages.describeFailure(held);
    expect(text).toContain('Budget for today: the cost of an earlier answer is unknown');
    expect(text).toContain('Set it to 0 to turn it off.');
    expect(actions).toEqual(['continue-once', 'raise-budget']);
  });
});

describe('the reason of a retry', () => {
  it.each([
    ['rate-limited', 'rate limit'],
    ['server', 'server trouble'],
    ['unreachable', 'no connection'],
    ['timeout', 'no answer in time'],
    ['out-of-credit', 'credits in use'],
  ] as const)('%s is: %s', (kind, reason) => {
    expect(messages.describeRetry(new ApiError(kind, 'Anything.'))).toBe(reason);
  });
});
