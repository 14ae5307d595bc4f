// The sentences of failures: which layer failed, why a request is made again, and when it makes sense to.
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import bundle from '../../../l10n/bundle.l10n.id.json' with { type: 'json' };
import { ApiError, type ApiErrorDetails } from '../../../src/api/errors.ts';
import { BudgetHeldError } from '../../../src/shared/budgetHeld.ts';
import { turnErrorSchema, type TurnError } from '../../../src/shared/failure.ts';
import { createTranslate } from '../../../src/shared/translate.ts';
import { Failures, type FailurePorts } from '../../../src/words/failures.ts';
import { failureText, retryReason } from '../../../src/words/failureText.ts';
import { Numbers } from '../../../src/words/numbers.ts';

const words = { t: createTranslate({}), numbers: new Numbers('en') };
const ports: FailurePorts = { balance: () => undefined, cheaperThan: () => undefined, now: () => 1_000_000 };
const failures = new Failures(ports);

/** What is kept of a failure, and what is said of it. */
function say(error: TurnError | undefined) {
  return error && { actions: error.actions, ...failureText(error, words) };
}

const rateLimit = (retryAfterMs?: number): ApiError => new ApiError('rate-limited', 'Slow down.', { retryAfterMs });

describe('the sentence of a rate limit', () => {
  it.each([
    [undefined, 'Too many requests. Wait a moment and try again.'],
    [30_000, 'Too many requests. Try again in 30 s.'],
    [90_500, 'Too many requests. Try again in 91 s.'],
    [3_600_000, 'Too many requests. Try again in 60 min.'],
    [36_000_000, 'Too many requests. Try again in 10 h.'],
  ])('for Retry-After of %s ms is: %s', (retryAfterMs, text) => {
    expect(say(failures.describeFailure(rateLimit(retryAfterMs)))).toMatchObject({ text, actions: ['retry'] });
  });

  it('comes with the time only where that is further off than the client waits by itself', () => {
    expect(failures.describeFailure(rateLimit(61_000)).retryAt).toBe(1_061_000);
    expect(failures.describeFailure(rateLimit(60_000))).not.toHaveProperty('retryAt');
    expect(failures.describeFailure(rateLimit())).not.toHaveProperty('retryAt');
    const server = new ApiError('server', '', { retryAfterMs: 3_600_000 });
    expect(failures.describeFailure(server)).not.toHaveProperty('retryAt');
    expect(failures.describeFailure(rateLimit(1e23))).not.toHaveProperty('retryAt');
  });
});

describe('the detail of a failure', () => {
  const detailOf = (kind: ApiError['kind'], message: string, details: ApiErrorDetails): string | undefined =>
    say(failures.describeFailure(new ApiError(kind, message, details)))?.detail;

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
    const failure = failures.describeFailure(error);
    const { text, detail } = failureText(failure, words);
    const { actions } = failure;
    expect(text).toBe('Certificates are not checked here, so nothing was sent.');
    expect(detail).toMatch(/^TLS: NODE_TLS_REJECT_UNAUTHORIZED=0 is set, .* any server\.$/);
    expect(actions).toContain('diagnose');
  });

  it('is what was said alone where the code names no layer, and nothing where nothing was said', () => {
    expect(detailOf('unreachable', 'Moved.', { code: 'redirect' })).toBe('Moved.');
    expect(detailOf('server', '', {})).toBe('');
    expect(detailOf('empty', 'The model sent nothing.', {})).toBe('');
  });
});

describe('what is more than any answer', () => {
  it('says so where it was cut off, and offers to continue', () => {
    const cause = new ApiError('server', 'The gateway sent more.', { code: 'answer-too-long' });
    expect(say(failures.describeOutcome('cut-off', cause))).toEqual({
      detail: '',
      text: 'The answer was ended here: the gateway sent more than any answer holds. All that came is kept.',
      actions: ['continue', 'retry'],
    });
  });

  it('says so where nothing of it was used, without saying it twice', () => {
    expect(say(failures.describeFailure(new ApiError('server', 'Too long.', { code: 'answer-too-long' })))).toEqual({
      detail: '',
      text: 'The gateway sent far more than it should, and nothing of it was used. Try again.',
      actions: ['retry'],
    });
  });

  it.each([
    ['silence-timeout', 'The gateway sent nothing more of the answer, though the connection stayed open.'],
    ['idle-timeout', 'The answer may be incomplete: the connection ended early.'],
  ])('is told from an answer cut off by %s', (code, text) => {
    const described = say(failures.describeOutcome('cut-off', new ApiError('timeout', 'Nothing came.', { code })));
    expect(described).toMatchObject({ text: `${text} All that came is kept.`, actions: ['continue', 'retry'] });
  });
});

describe('credits that have run out', () => {
  it('say of the balance when it was so, since other programs may have spent it', () => {
    const balance = { remaining: 432.77, unit: 'credits' };
    const facts = { balance: () => balance, cheaperThan: (model: string) => (model === 'dear' ? 'cheap' : undefined) };
    const informed = new Failures({ ...ports, ...facts });
    const error = new ApiError('out-of-credit', '', {});
    const failure = informed.describeFailure(error, 'dear');
    expect({ ...failure, ...failureText(failure, words) }).toMatchObject({
      text: 'Your credits are used up, or too few for this request. At the last reading 432.77 credits were left.',
      cheaperModel: 'cheap',
      actions: ['top-up', 'cheaper-model', 'choose-model'],
    });
    expect(say(failures.describeFailure(error))?.text).toBe('Your credits are used up.');
  });
});

describe('a request held back because nobody knows what was spent', () => {
  it('is told what helps, since a higher budget does not', () => {
    const held = new BudgetHeldError({ reason: 'unknown-spending', scope: 'day' });
    const failure = failures.describeFailure(held);
    const { actions } = failure;
    const { text } = failureText(failure, words);
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
    expect(retryReason(failures.describeRetry(new ApiError(kind, 'Anything.')), words.t)).toBe(reason);
  });
});

describe('a failure of the gateway', () => {
  it('is not taken for one of ours, whatever it calls itself', () => {
    const failure = failures.describeFailure(new ApiError('server', 'Broken.', { code: 'internal' }));
    expect(failureText(failure, words).text).toBe('The gateway has trouble. Nothing is lost: try again.');
  });
});

describe('a failure that was kept', () => {
  const indonesian = { t: createTranslate(bundle), numbers: new Numbers('id') };

  it('is said in the language of the moment', () => {
    const failure = failures.describeFailure(rateLimit(30_000));
    expect(failureText(failure, words).text).toBe('Too many requests. Try again in 30 s.');
    expect(failureText(failure, indonesian).text).toBe(
      bundle['Too many requests. Try again in {0} s.'].replace('{0}', '30'),
    );
  });

  it('by an earlier version is said as that version did', () => {
    const kept: TurnError = { kind: 'server', text: 'It broke.', detail: 'TCP: closed.', actions: ['retry'] };
    expect(failureText(kept, indonesian)).toEqual({ text: 'It broke.', detail: 'TCP: closed.' });
  });

  it.each([
    [
      'a gateway’s',
      new ApiError('unreachable', 'No.', { code: 'ENOTFOUND', status: 502, requestId: 'r', retryAfterMs: 5 }),
    ],
    [
      'a budget’s',
      new BudgetHeldError({ reason: 'budget', scope: 'day', limitMicros: 5, spentMicros: 4, neededMicros: undefined }),
    ],
    ['one of ours', new Error('Oh.')],
    ['one that took too long', new DOMException('Too late.', 'TimeoutError')],
  ])('is whole when it comes back: %s', (_what, error) => {
    const failure = failures.describeFailure(error);
    const back = v.parse(turnErrorSchema, JSON.parse(JSON.stringify(failure)));
    expect(failureText(back, words)).toEqual(failureText(failure, words));
    expect(back).not.toHaveProperty('text');
  });
});
