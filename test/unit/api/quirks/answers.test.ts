import { describe, expect, it } from 'vitest';
import { quirks } from '../../../gateway/quirks/table.ts';
import { hello, world } from '../../../gateway/quirks/script.ts';
import { ask, startQuirks } from './ask.ts';

const whole = hello + world;
const thinks = 'Let me think. ';

interface Expected {
  readonly text?: string;
  readonly reasoning?: string;
  readonly end: string;
  /** Part of what the user may read. */
  readonly says?: string;
  readonly requests?: number;
  /** Of events that carry neither text nor reasoning. */
  readonly usage?: object;
  readonly error?: object;
}

const good = { text: whole, end: 'stop' } as const;
const cutOff = { text: whole, end: 'cut-off' } as const;
const usage = { promptTokens: 9, completionTokens: 4 };

/** What our rule makes of each quirk. One request unless it says otherwise. */
const expectations: Readonly<Record<string, Expected>> = {
  'quirk-1': good,
  'quirk-2': cutOff,
  'quirk-3': cutOff,
  'quirk-4-done': { end: 'error empty' },
  'quirk-4-empty': { end: 'error empty' },
  'quirk-4-comments': { end: 'error empty' },
  'quirk-5': good,
  'quirk-6': { text: hello, end: 'cut-off', error: { kind: 'timeout', code: 'idle-timeout' } },
  'quirk-8': good,
  'quirk-9': good,
  'quirk-10': good,
  'quirk-11': good,
  'quirk-12': good,
  'quirk-13': good,
  'quirk-14': good,
  'quirk-14-split': good,
  'quirk-15': good,
  'quirk-16': good,
  'quirk-17': good,
  'quirk-18': good,
  'quirk-19': { end: 'error out-of-credit', says: 'No credit upstream' },
  'quirk-20': { end: 'error server', says: 'Model is overloaded' },
  'quirk-21': { end: 'error server', says: 'Bad gateway' },
  'quirk-22': { end: 'error server', says: 'Overloaded' },
  'quirk-23-detail': { end: 'error server', says: 'Not for you' },
  'quirk-23-base-resp': { end: 'error server', says: 'login fail' },
  'quirk-23-message': { end: 'error server', says: 'No channel' },
  'quirk-24': { end: 'error server', says: 'the model crashed' },
  'quirk-25-empty': { ...good, usage },
  'quirk-25-null': { ...good, usage },
  'quirk-25-absent': { ...good, usage },
  'quirk-26': good,
  'quirk-27': good,
  'quirk-28-alone': good,
  'quirk-28-both': good,
  'quirk-29-json': good,
  'quirk-29-text': good,
  'quirk-30': { ...good, usage },
  'quirk-31-json': { end: 'error out-of-credit', says: 'Quota used up' },
  'quirk-31-html': { end: 'error server', says: 'Sign in', requests: 3 },
  'quirk-32-502': { end: 'error server', says: '502 Bad Gateway', error: { status: 502 }, requests: 3 },
  'quirk-32-524': { end: 'error server', says: '524: A timeout occurred', error: { status: 524 }, requests: 3 },
  'quirk-33': { end: 'error out-of-credit' },
  'quirk-34': { end: 'error out-of-credit', error: { affordableTokens: 812 } },
  'quirk-36-user': { end: 'error out-of-credit', says: '用户额度不足' },
  'quirk-36-token': { end: 'error out-of-credit' },
  'quirk-37': { end: 'error out-of-credit' },
  'quirk-38-entitlement': { end: 'error out-of-credit' },
  'quirk-38-concurrency': { end: 'error rate-limited', requests: 3 },
  'quirk-39-empty': { end: 'error invalid-key', says: 'status 401' },
  'quirk-39-one-api': { end: 'error invalid-key', says: '无效的令牌' },
  'quirk-40': { end: 'error forbidden', says: '该令牌无权使用模型：gpt-4' },
  'quirk-46': { ...good, usage },
  'quirk-47': good,
  'quirk-48-both': { ...good, reasoning: thinks },
  'quirk-48-reasoning': { ...good, reasoning: thinks },
  'quirk-48-details': { ...good, reasoning: thinks },
  'quirk-49-split': { text: `${whole} <think>`, reasoning: thinks, end: 'stop' },
  'quirk-49-orphan': { text: `${thinks}</think>${whole}`, end: 'stop' },
  'quirk-56': { end: 'content-filter' },
  'quirk-57': { text: whole, end: 'length' },
  'quirk-58': good,
  'quirk-59': good,
  'quirk-60': { text: hello, end: 'cut-off', error: { kind: 'unreachable' } },
  'quirk-61': good,
  'quirk-64': { end: 'error rate-limited', error: { retryAfterMs: 86_400_000 } },
};

/** Told apart by more than how they end: in protocol.test.ts and tools.test.ts. */
const elsewhere = ['quirk-7', 'quirk-35', 'quirk-62', 'quirk-65'];
const elsewhereByRow = /^quirk-(?:4[1-5]|50|5[1-5]|63)(?:-|$)/;

/** As the report lists it. */
const title = (name: string): string => `row ${name.slice('quirk-'.length)}: ${quirks[name]?.about ?? ''}`;

describe('the quirk', () => {
  it.each(Object.entries(expectations).map(([name, expected]) => ({ name, expected, title: title(name) })))(
    'of $title',
    async ({ name, expected }) => {
      // Short enough for row 6, and far above what a busy machine holds back.
      const server = await startQuirks(name === 'quirk-6' ? { timeouts: { idle: 500 } } : {});
      const seen = await ask(server, name);
      expect({ text: seen.text, reasoning: seen.reasoning, end: seen.end, requests: seen.requests }).toEqual({
        text: expected.text ?? '',
        reasoning: expected.reasoning ?? '',
        end: expected.end,
        requests: expected.requests ?? 1,
      });
      expect(seen.error?.message ?? '').toContain(expected.says ?? '');
      expect(seen.error ?? {}).toMatchObject(expected.error ?? {});
      const usages = seen.events.flatMap((event) => (event.type === 'usage' ? [event.usage] : []));
      expect(usages).toEqual(expected.usage === undefined ? [] : [expected.usage]);
    },
  );

  it('has a mode for each of the 65 rows, and each mode a test', () => {
    const rows = new Set(Object.keys(quirks).map((name) => Number(name.split('-')[1])));
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 65 }, (_, index) => index + 1));
    const untested = Object.keys(quirks).filter(
      (name) => !(name in expectations) && !elsewhere.includes(name) && !elsewhereByRow.test(name),
    );
    expect(untested).toEqual([]);
  });

  it('of compression is asked not to happen (row 59)', async () => {
    const server = await startQuirks();
    await ask(server, 'quirk-59');
    expect(server.gateway.journal.entries[0]?.headers['accept-encoding']).toBe('identity');
  });
});
