import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readModels } from '../../../src/api/models.ts';

describe('the list of models', () => {
  it.each([
    ['OpenAI', { object: 'list', data: [{ id: 'a', object: 'model', owned_by: 'x' }] }, [{ id: 'a', ownedBy: 'x' }]],
    [
      'OpenRouter',
      {
        data: [
          {
            id: 'a/b',
            name: 'B',
            context_length: 128000,
            top_provider: { context_length: 1, max_completion_tokens: 4096 },
          },
        ],
      },
      [{ id: 'a/b', name: 'B', contextWindow: 128000, maxOutputTokens: 4096 }],
    ],
    [
      'Together',
      [{ id: 'a', organization: 'o', context_length: '4096' }],
      [{ id: 'a', ownedBy: 'o', contextWindow: 4096 }],
    ],
    ['llama.cpp', { models: [{ name: 'a', model: 'a' }] }, [{ id: 'a' }]],
    ['vLLM', { data: [{ id: 'a', max_model_len: 8192 }] }, [{ id: 'a', contextWindow: 8192 }]],
    [
      'models.dev',
      { data: [{ id: 'a', limit: { context: 10, output: 5 } }] },
      [{ id: 'a', contextWindow: 10, maxOutputTokens: 5 }],
    ],
    ['strings, repeated', { data: ['a', 'b', 'a', ''] }, [{ id: 'a' }, { id: 'b' }]],
    ['null', { data: null }, []],
    ['rubbish in it', { data: [null, 1, {}, { id: 3 }, { id: ' ' }, { id: 'a', context_length: -1 }] }, [{ id: 'a' }]],
  ])('is read as %s writes it', (_, body, models) => {
    expect(readModels(body)).toEqual(models);
  });

  it.each([[undefined], [null], ['text'], [{ error: {} }], [{ data: 'x' }]])('is not found in %j', (body) => {
    expect(readModels(body)).toBeUndefined();
  });

  it('is read from any JSON without an exception, each id once', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const ids = (readModels({ data: [body, { id: body }, body] }) ?? []).map((model) => model.id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});
