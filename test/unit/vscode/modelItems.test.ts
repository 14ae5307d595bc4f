// What the model menu says of each model, and in which order: from prices and speeds that were learned, never from guesses.
import { describe, expect, it } from 'vitest';
import { learnPrice } from '../../../src/credits/priceLearning.ts';
import type { ModelStatistics } from '../../../src/shared/modelFacts.ts';
import { createTranslate } from '../../../src/shared/translate.ts';
import { FavouriteModels } from '../../../src/models/favouriteModels.ts';
import { modelItems, type ModelMenu } from '../../../src/vscode/models/modelItems.ts';
import indonesian from '../../../l10n/bundle.l10n.id.json' with { type: 'json' };
import chinese from '../../../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };
import { deepseek, list, measure, request } from '../credits/samples.ts';
import { Numbers } from '../../../src/words/numbers.ts';

const english = { t: createTranslate({}), language: 'en', numbers: new Numbers('en') };

const prices = new Map(
  Object.entries({
    cheap: learnPrice(measure([0.35, 0.35, 1.2], [...list, ...list.map((one) => request(one.promptTokens * 7, 990))])),
    dear: learnPrice(measure(deepseek, list)),
    free: learnPrice(measure([0, 0, 0], list)),
    guessed: learnPrice(measure(deepseek, list.slice(0, 1))),
    same: learnPrice(measure(deepseek, [request(1000, 500), request(1000, 500), request(1000, 500)])),
  }),
);

const statistics: ReadonlyMap<string, ModelStatistics> = new Map([
  ['cheap', { answers: 3, tokensPerSecond: 61.66, firstTextMs: 820 }],
  ['dear', { answers: 1, tokensPerSecond: 8.26 }],
  ['free', { answers: 1, firstTextMs: 12_400 }],
]);

const windows = new Map([
  ['cheap', 65_536],
  ['free', 128_000],
]);

const base: ModelMenu = {
  models: ['model-10', 'dear', 'cheap', 'free', 'guessed', 'model-2'].map((id) => ({
    id,
    price: { prompt: '0.000001', completion: '0.000002' },
  })),
  current: 'dear',
  typed: '',
  problem: undefined,
  contextWindowOf: ({ id }) => {
    const tokens = windows.get(id);
    return tokens === undefined ? undefined : { tokens, source: 'gateway' };
  },
  facts: { priceOf: (id) => prices.get(id), statisticsOf: (id) => statistics.get(id), typicalOutputOf: () => 100 },
  promptTokens: undefined,
  favourites: [],
  order: 'listed',
};

function labels(menu: Partial<ModelMenu>): readonly string[] {
  return modelItems({ ...base, ...menu }, english).map(({ label }) => label);
}

function details(words = english, menu: Partial<ModelMenu> = {}): ReadonlyMap<string, string | undefined> {
  return new Map(modelItems({ ...base, ...menu }, words).map(({ label, detail }) => [label, detail]));
}

describe('a model in the menu', () => {
  it('tells what was learned of it, and nothing else', () => {
    expect(Object.fromEntries(details())).toEqual({
      dear: '1 in · 4 out per 1k tokens, 8.3 tokens/s',
      cheap: '0.00035 in · 0.0012 out per 1k tokens, 62 tokens/s, first text after 0.8 s, 64k context',
      free: 'free so far, first text after 12 s, 128k context',
      guessed: '≈1.6 per 1k tokens',
      'model-10': undefined,
      'model-2': undefined,
    });
  });

  it('does not tell one rate for requests that were all alike as the price', () => {
    expect(details(english, { models: [{ id: 'same' }] }).get('same')).toBe('≈2 per 1k tokens');
  });

  it('speaks the user’s language', () => {
    const inIndonesian = details({ t: createTranslate(indonesian), language: 'id', numbers: new Numbers('id') });
    const inChinese = details({ t: createTranslate(chinese), language: 'zh-cn', numbers: new Numbers('zh-cn') });
    expect(inIndonesian.get('cheap')).toBe(
      '0,00035 masuk · 0,0012 keluar per 1k token, 62 token/dtk, teks pertama setelah 0,8 dtk, konteks 64k',
    );
    expect(inChinese.get('cheap')).toBe(
      '每 1k token 输入 0.00035 · 输出 0.0012, 62 token/秒, 0.8 秒后出现首段文字, 上下文 64k',
    );
  });

  it('says where the list ends before the gateway’s does, and that any model can be typed', () => {
    const note = '$(info) At most 5,000 models are listed. Type the id of any other.';
    const models = Array.from({ length: 5_000 }, (_, index) => ({ id: `m${index}` }));
    expect(labels({ models, current: 'm1', typed: 'else' }).slice(-2)).toEqual(['Use “else”', note]);
    expect(labels({ models: models.slice(1), current: 'm1' })).not.toContain(note);
  });
});

describe('the menu’s order', () => {
  it.each([
    ['listed', ['model-10', 'dear', 'cheap', 'free', 'guessed', 'model-2']],
    ['name', ['cheap', 'dear', 'free', 'guessed', 'model-2', 'model-10']],
    ['price', ['free', 'cheap', 'guessed', 'dear', 'model-10', 'model-2']],
    ['speed', ['cheap', 'dear', 'model-10', 'free', 'guessed', 'model-2']],
    ['context', ['free', 'cheap', 'model-10', 'dear', 'guessed', 'model-2']],
  ] as const)('by %s has what is not known last', (order, expected) => {
    expect(labels({ order })).toEqual(expected);
  });

  it('has favourites first, in the same order, listed by the gateway or not', () => {
    const favourites = ['mine', 'model-10', 'cheap'];
    expect(labels({ order: 'name', favourites })).toEqual([
      'Favorites',
      'cheap',
      'mine',
      'model-10',
      'Other models',
      'dear',
      'free',
      'guessed',
      'model-2',
    ]);
    const items = modelItems({ ...base, favourites }, english);
    expect(items.filter(({ isHeading }) => isHeading).map(({ modelId }) => modelId)).toEqual([undefined, undefined]);
    expect(items.filter(({ isFavourite }) => isFavourite).map(({ modelId }) => modelId)).toEqual([
      'mine',
      'model-10',
      'cheap',
    ]);
  });

  it('leaves what is typed at the end, unless it is there', () => {
    expect(labels({ typed: ' other ', favourites: ['cheap'] }).at(-1)).toBe('Use “other”');
    expect(labels({ typed: 'mine', favourites: ['mine'] }).filter((label) => label.includes('mine'))).toEqual(['mine']);
  });
});

/** As VS Code keeps it: by key, as JSON. */
class State {
  readonly #values = new Map<string, unknown>();

  get<T>(key: string, fallback?: T): T {
    return (this.#values.get(key) ?? fallback) as T;
  }

  update(key: string, value: unknown): Promise<void> {
    this.#values.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  }
}

describe('favourites', () => {
  it('and the order are remembered, and a star can be taken away', async () => {
    const state = new State();
    const favourites = new FavouriteModels(state);
    expect([favourites.ids, favourites.order]).toEqual([[], 'listed']);
    await favourites.toggle('a');
    await favourites.toggle('b');
    await favourites.setOrder('speed');
    const later = new FavouriteModels(state);
    expect([later.ids, later.order]).toEqual([['a', 'b'], 'speed']);
    await later.toggle('a');
    expect(favourites.ids).toEqual(['b']);
  });

  it('survive what another version wrote', async () => {
    const state = new State();
    await state.update('opencodex.favouriteModels', { not: 'a list' });
    await state.update('opencodex.modelOrder', 'by-taste');
    const favourites = new FavouriteModels(state);
    expect([favourites.ids, favourites.order]).toEqual([[], 'listed']);
    await state.update('opencodex.favouriteModels', ['a', 7]);
    expect(favourites.ids).toEqual(['a']);
  });
});
