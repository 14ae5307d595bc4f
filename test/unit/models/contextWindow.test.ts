// A model's context window: the setting before the gateway before the family.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextWindowOf, readContextWindows } from '../../../src/models/contextWindow.ts';
import { defaultModels } from '../../gateway/models.ts';

const nothingSet = readContextWindows({});

describe('the context window of a model', () => {
  it('is the user’s before the gateway’s before the family’s', () => {
    const settings = readContextWindows({ 'gpt-4o': 1000, mine: 2000 });
    const told = { id: 'gpt-4o', contextWindow: 5000 };
    expect(contextWindowOf(told, settings)).toEqual({ tokens: 1000, source: 'setting' });
    expect(contextWindowOf(told, nothingSet)).toEqual({ tokens: 5000, source: 'gateway' });
    expect(contextWindowOf({ id: 'gpt-4o' }, nothingSet)).toEqual({ tokens: 128_000, source: 'family' });
    expect(contextWindowOf('mine', settings)).toEqual({ tokens: 2000, source: 'setting' });
    expect(contextWindowOf('mine', nothingSet)).toBeUndefined();
  });

  it.each([
    ['deepseek-chat', 64_000],
    ['deepseek/deepseek-v4-pro', 1_000_000],
    ['Qwen/Qwen2.5-72B-Instruct', 32_000],
    ['qwen3-235b-a22b', 128_000],
    ['anthropic/claude-3.5-sonnet:beta', 200_000],
    ['claude-opus-5', 1_000_000],
    ['models/gemini-2.5-pro', 1_000_000],
    ['gpt-4', 8_191],
    ['gpt-4-0613', 8_191],
    ['gpt-4-32k', 32_000],
    ['gpt-4-turbo', 128_000],
    ['gpt-4o-mini', 128_000],
    ['gpt-4.1-nano', 1_000_000],
    ['gpt-5-mini', 400_000],
    ['gpt-3.5-turbo', 16_385],
    ['o3-mini', 200_000],
    ['meta-llama/Meta-Llama-3.1-70B-Instruct', 128_000],
    ['mistral-large-latest', 128_000],
    ['glm-4.6', 128_000],
    ['kimi-k2', 131_072],
    ['moonshot-v1-32k', 32_768],
    ['grok-4', 256_000],
    ['MiniMax-M2', 200_000],
    ['doubao-seed-1-6', 256_000],
    ['yi-lightning', 16_000],
  ])('is known by the family of %s', (id, tokens) => {
    expect(contextWindowOf(id, nothingSet)).toEqual({ tokens, source: 'family' });
  });

  it.each(['', 'my-model', 'chat', 'not-gpt-4o', 'toString', '__proto__', 'deepseek/'])(
    'is not guessed for “%s”',
    (id) => {
      expect(contextWindowOf(id, nothingSet)).toBeUndefined();
    },
  );

  it('is known for every model of the local gateway', () => {
    expect(defaultModels.filter(({ id }) => contextWindowOf(id, nothingSet) === undefined)).toEqual([]);
  });
});

describe('the setting of context windows', () => {
  it('takes positive whole numbers and names the rest', () => {
    const setting = { a: 1, b: 0, c: -5, d: 1.5, e: '4096', f: null, g: 1e300, h: 128_000, ['__proto__x']: true };
    const { windows, ignored } = readContextWindows(setting);
    expect([...windows]).toEqual([
      ['a', 1],
      ['h', 128_000],
    ]);
    expect(ignored).toEqual(['b', 'c', 'd', 'e', 'f', 'g', '__proto__x']);
  });

  it('is read from anything without an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (setting) => {
        const { windows } = readContextWindows(setting);
        expect([...windows.values()].every((tokens) => Number.isSafeInteger(tokens) && tokens > 0)).toBe(true);
      }),
    );
  });
});
