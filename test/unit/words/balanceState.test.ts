import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { formatCredits } from '../../../src/shared/money.ts';
import { viewBalance } from '../../../src/words/balanceState.ts';
import { Failures } from '../../../src/words/failures.ts';
import { createTranslate } from '../../../src/shared/translate.ts';
import { ApiError } from '../../../src/api/errors.ts';

const errors = new Failures({ balance: () => undefined, cheaperThan: () => undefined, now: () => 0 });
const context = { t: createTranslate({}), language: 'en', warnBelow: 50, now: 10 * 60_000, errors };
const balance = { remaining: 482.5, unit: 'credits', readAt: 7 * 60_000 };

describe('viewBalance', () => {
  it('shows a key where there is none', () => {
    expect(viewBalance({ kind: 'no-key' }, context)).toMatchObject({ text: '$(key) OpenCodex', level: 'normal' });
  });

  it('shows the balance with its age', () => {
    const view = viewBalance({ kind: 'known', balance }, context);
    expect(view).toMatchObject({ text: '$(credit-card) 482.5', level: 'normal' });
    expect(view.tooltip).toEqual(['**482.5 credits** left', 'Read 3 min ago.']);
  });

  it.each([
    [0.004, '0.004'],
    [-0.0004, '-0.0004'],
    [0, '0'],
    [1234.567, '1,234.57'],
  ])('writes %s as %s, as the answers’ costs are written', (remaining, text) => {
    const { text: shown } = viewBalance({ kind: 'known', balance: { ...balance, remaining } }, context);
    expect(shown).toBe(`$(credit-card) ${text}`);
  });

  it.each([
    [50, 'normal'],
    [49.9, 'warning'],
    [0, 'error'],
    [-1, 'error'],
  ])('gives %s credits the level %s', (remaining, level) => {
    expect(viewBalance({ kind: 'known', balance: { ...balance, remaining } }, context).level).toBe(level);
  });

  it('keeps showing the last figure while a new one is read', () => {
    expect(viewBalance({ kind: 'loading', last: balance }, context).text).toBe('$(loading~spin) 482.5');
    expect(viewBalance({ kind: 'loading' }, context).text).toBe('$(loading~spin) OpenCodex');
  });

  it('says why a balance is not known, and what it was', () => {
    const gap = { kind: 'failure', error: new ApiError('server', 'The database is down.') } as const;
    const view = viewBalance({ kind: 'unknown', gap, last: balance }, context);
    expect(view.text).toBe('$(credit-card) –');
    expect(view.tooltip).toEqual([
      'The balance is not known: The gateway has trouble. Nothing is lost: try again.',
      'Last known: 482.5 credits. Read 3 min ago.',
    ]);
  });

  it.each([
    [{ kind: 'failure', error: new ApiError('invalid-key', 'no') }, 'The API key is invalid, expired or revoked.'],
    [{ kind: 'address', reason: 'not-a-url' }, 'The base URL is not an address. Correct it in the settings.'],
    [{ kind: 'not-understood' }, 'The gateway’s answer was not understood.'],
    [{ kind: 'after-requests-only' }, 'It is read after requests only.'],
  ] as const)('says %o in the language of the moment, whenever it was read', (gap, sentence) => {
    const state = { kind: 'unknown', gap } as const;
    expect(viewBalance(state, context).tooltip).toEqual([`The balance is not known: ${sentence}`]);
    const t = createTranslate({ 'The balance is not known: {0}': '余额未知：{0}', [sentence]: '因为' });
    expect(viewBalance(state, { ...context, t }).tooltip).toEqual(['余额未知：因为']);
  });

  it('names credits in the language of the user, and other units as the gateway does', () => {
    const t = createTranslate({ '{0} credits': '{0} 积分' });
    const dollars = { ...balance, unit: 'USD' };
    expect(viewBalance({ kind: 'known', balance }, { ...context, t }).accessibleName).toContain('482.5 积分');
    expect(
      viewBalance({ kind: 'unknown', gap: { kind: 'not-understood' }, last: balance }, { ...context, t }).tooltip[1],
    ).toContain('积分');
    expect(viewBalance({ kind: 'known', balance: dollars }, { ...context, t }).accessibleName).toContain('482.5 USD');
  });

  it('names no cost of a model of which none is known', () => {
    const spentToday = [
      { model: 'paid', micros: 1_300_000, requests: 3, unknownRequests: 1 },
      { model: 'once', micros: 500, requests: 1, unknownRequests: 0 },
      { model: 'refused', micros: 0, requests: 2, unknownRequests: 2 },
    ];
    expect(viewBalance({ kind: 'known', balance }, { ...context, spentToday }).tooltip.slice(2)).toEqual([
      'Today: 1.3 credits',
      '- `paid`: 1.3 credits, 2 requests\n- `once`: 0.0005 credits, 1 request',
      'And 3 requests of unknown cost.',
    ]);
    const none = viewBalance({ kind: 'known', balance }, { ...context, spentToday: spentToday.slice(2) });
    expect(none.tooltip.slice(2)).toEqual(['And 2 requests of unknown cost.']);
    const one = { model: 'interrupted', micros: 0, requests: 1, unknownRequests: 1 };
    const single = viewBalance({ kind: 'known', balance }, { ...context, spentToday: [one] });
    expect(single.tooltip.slice(2)).toEqual(['And 1 request of unknown cost.']);
  });

  // Rows: T5
  it('gives a model’s name no power in the tooltip, which may hold links to commands', () => {
    const model = 'a`](command:opencodex.topUp) ![x](https://evil.test/p.png)\n\n# b <img src=x> [c](command:d)';
    const spentToday = [{ model, micros: 500, requests: 1, unknownRequests: 0 }];
    const { tooltip } = viewBalance({ kind: 'known', balance }, { ...context, spentToday });
    const tokens = new MarkdownIt({ html: true }).parse(tooltip.join('\n\n'), {});
    const kinds = new Set(tokens.flatMap(({ type, children }) => [type, ...(children ?? []).map((one) => one.type)]));
    expect([...kinds].filter((kind) => /link|image|html|heading/.test(kind))).toEqual([]);
    expect(kinds).toContain('code_inline');
  });

  it('has a state for keys without a limit', () => {
    expect(viewBalance({ kind: 'unlimited' }, context).text).toBe('$(credit-card) ∞');
  });
});

describe('formatCredits', () => {
  it.each([
    ['en', '12,345.68'],
    ['id', '12.345,68'],
    ['zh-cn', '12,345.68'],
  ])('writes numbers as %s does', (language, expected) => {
    expect(formatCredits(12_345.678, language)).toBe(expected);
  });
});
