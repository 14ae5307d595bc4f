// Every shape of wire.md section 4: entries, lists, and lists in pages through the client.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/api/client.ts';
import { readModels } from '../../../src/api/models.ts';
import { createClient, startServer, type TestServer } from './support/server.ts';

const openRouter = {
  id: 'a/b',
  canonical_slug: 'a/b',
  name: 'B',
  created: 1_700_000_000,
  description: 'x',
  context_length: 128_000,
  architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'], tokenizer: 'GPT' },
  pricing: { prompt: '0.0000003', completion: '0.00000000000000000012', image: '0' },
  top_provider: { context_length: 64_000, max_completion_tokens: 4096, is_moderated: true },
  supported_parameters: ['max_tokens'],
};

describe('the list of models', () => {
  it.each<[string, unknown, readonly object[]]>([
    ['OpenAI', { object: 'list', data: [{ id: 'a', object: 'model', owned_by: 'x' }] }, [{ id: 'a', ownedBy: 'x' }]],
    [
      'one-api',
      {
        object: 'list',
        data: [{ id: 'a', object: 'model', created: 1, owned_by: 'x', permission: [{}], root: 'a', parent: null }],
      },
      [{ id: 'a', ownedBy: 'x' }],
    ],
    ['new-api, in an envelope', { success: true, data: { data: [{ id: 'a' }] } }, [{ id: 'a' }]],
    [
      'OpenRouter',
      { data: [openRouter] },
      [
        {
          id: 'a/b',
          name: 'B',
          contextWindow: 128_000,
          maxOutputTokens: 4096,
          acceptsImages: true,
          price: { prompt: '0.0000003', completion: '0.00000000000000000012' },
        },
      ],
    ],
    [
      'Together',
      [{ id: 'a', organization: 'o', context_length: '4096' }],
      [{ id: 'a', ownedBy: 'o', contextWindow: 4096 }],
    ],
    ['llama.cpp', { models: [{ name: 'a', model: 'a.gguf' }], data: [{ id: 'a.gguf', meta: {} }] }, [{ id: 'a.gguf' }]],
    ['Ollama', { models: [{ name: 'a', model: 'a:7b' }] }, [{ id: 'a:7b', name: 'a' }]],
    ['names only', { models: [{ name: 'a' }], data: [] }, [{ id: 'a' }]],
    ['no object', { data: [{ id: 'a' }] }, [{ id: 'a' }]],
    ['data null', { object: 'list', data: null }, []],
    ['strings, repeated', { data: ['a', 'b', 'a', ''] }, [{ id: 'a' }, { id: 'b' }]],
    [
      'the same id twice',
      {
        data: [
          { id: 'a', name: 'First' },
          { id: 'a', name: 'Second' },
        ],
      },
      [{ id: 'a', name: 'First' }],
    ],
    [
      'rubbish in it',
      {
        data: [
          null,
          1,
          [],
          {},
          { id: 3, name: 'n' },
          { id: ' ' },
          { id: 'a\u0000b' },
          { id: 'x'.repeat(300) },
          { id: ' a ' },
        ],
      },
      [{ id: 'a' }],
    ],
    [
      'ids that look like others',
      {
        data: [
          { id: 'gpt-4o\u3164' },
          { id: 'gpt\uFE0F-4o' },
          { id: 'gpt-4o', name: 'GPT\u034F' },
          { id: 'fast', name: '⚡️ Fast' },
        ],
      },
      [{ id: 'gpt-4o' }, { id: 'fast', name: '⚡️ Fast' }],
    ],
  ])('is read as %s writes it', (_, body, models) => {
    expect(readModels(body)).toEqual(models);
  });

  it.each<[string, object, number | undefined]>([
    ['context_length', { context_length: 8192 }, 8192],
    ['context_window', { context_window: 8192 }, 8192],
    ['max_context_length', { max_context_length: 8192 }, 8192],
    ['max_model_len', { max_model_len: 8192 }, 8192],
    ['max_input_tokens', { max_input_tokens: 8192 }, 8192],
    ['top_provider.context_length', { top_provider: { context_length: 8192 } }, 8192],
    ['limit.context', { limit: { context: 8192 } }, 8192],
    ['a numeric string', { context_length: '8192' }, 8192],
    ['an absurd one before a good one', { context_length: 0, context_window: 1e15, max_model_len: 8192 }, 8192],
    ['the entry’s own before its provider’s', { context_length: 9000, top_provider: { context_length: 8192 } }, 9000],
    ['no number', { context_length: 'much', context_window: true, max_model_len: null }, undefined],
    [
      'absurd figures',
      { context_length: -1, context_window: 3, max_model_len: 8192.5, max_input_tokens: 1e12 },
      undefined,
    ],
  ])('tells the context window by %s', (_, entry, contextWindow) => {
    expect(readModels([{ id: 'a', ...entry }])?.[0]?.contextWindow).toBe(contextWindow);
  });

  it.each<[object, number | undefined]>([
    [{ max_output_tokens: 100 }, 100],
    [{ max_completion_tokens: '100' }, 100],
    [{ top_provider: { max_completion_tokens: 100 } }, 100],
    [{ limit: { output: 100 } }, 100],
    [{ top_provider: { max_completion_tokens: null } }, undefined],
    [{ max_output_tokens: 0.5 }, undefined],
  ])('tells the longest answer by %j', (entry, maxOutputTokens) => {
    expect(readModels([{ id: 'a', ...entry }])?.[0]?.maxOutputTokens).toBe(maxOutputTokens);
  });

  it.each<[object, boolean | undefined]>([
    [{ architecture: { input_modalities: ['text', 'image'] } }, true],
    [{ architecture: { input_modalities: ['text'] } }, false],
    [{ architecture: { modality: 'text+image->text' } }, true],
    [{ architecture: { modality: 'text->text+image' } }, false],
    [{ modalities: { input: ['image'] } }, true],
    [{ input_modalities: ['text'] }, false],
    [{ architecture: {} }, undefined],
  ])('tells whether images are read by %j', (entry, acceptsImages) => {
    expect(readModels([{ id: 'a', ...entry }])?.[0]?.acceptsImages).toBe(acceptsImages);
  });

  it.each<[unknown, object | undefined]>([
    [
      { prompt: '0.10', completion: '2' },
      { prompt: '0.10', completion: '2' },
    ],
    [
      { prompt: 3e-7, completion: 0 },
      { prompt: '0.0000003', completion: '0' },
    ],
    [
      { prompt: 12.5, completion: 120 },
      { prompt: '12.5', completion: '120' },
    ],
    [{ prompt: '0.00003' }, { prompt: '0.00003' }],
    [{ prompt: '-1', completion: -1 }, undefined],
    [{ prompt: '1e-7', completion: 1e300 }, undefined],
    // Together's, by the million tokens.
    [{ input: 0.3, output: 0.6 }, undefined],
    ['free', undefined],
  ])('tells the price of a token by %j', (pricing, price) => {
    expect(readModels([{ id: 'a', pricing }])?.[0]?.price).toEqual(price);
  });

  it('holds 5,000 models at most, the first', () => {
    const data = Array.from({ length: 10_000 }, (_, index) => ({ id: `m${index}`, context_length: 8192 }));
    const models = readModels({ data });
    expect([models?.length, models?.at(-1)?.id]).toEqual([5_000, 'm4999']);
  });

  it.each([[undefined], [null], ['text'], [{ error: {} }], [{ data: 'x' }], [{ data: { data: { data: [] } } }]])(
    'is not found in %j',
    (body) => {
      expect(readModels(body)).toBeUndefined();
    },
  );

  it('is not found at the bottom of a body a million levels deep, and nothing overflows', () => {
    const depth = 1_000_000;
    expect(readModels(JSON.parse('{"data":'.repeat(depth) + '[]' + '}'.repeat(depth)))).toBeUndefined();
  });

  it('is read from any JSON without an exception, each id once, and no entry costs another', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const ids = (readModels({ data: [body, { id: body }, body, { id: 'good' }] }) ?? []).map((model) => model.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toContain('good');
      }),
    );
  });
});

describe('the list of models through the client', () => {
  const entries = (...ids: readonly string[]) => ids.map((id) => ({ id }));
  const ids = (models: readonly { readonly id: string }[]) => models.map(({ id }) => id);

  function answer(reply: (path: string) => unknown): Promise<TestServer> {
    return startServer((response, { path }) => {
      const body = reply(path);
      response.writeHead(body === undefined ? 500 : 200, { 'content-type': 'application/json', 'retry-after': '3600' });
      response.end(JSON.stringify(body ?? { error: { message: 'broken' } }));
    });
  }

  it('goes on to the next pages, each model once', async () => {
    const server = await answer((path) => {
      switch (path) {
        case '/v1/models':
          return { data: entries('a', 'b'), links: { next: '/v1/models?offset=2&limit=2' }, total_count: 5 };
        case '/v1/models?offset=2&limit=2':
          return { data: entries('b', 'c'), links: { next: `${server.origin}/api/v1/models?offset=4&limit=2` } };
        default:
          return { data: entries('d'), links: { next: null } };
      }
    });
    const models = await createClient({ baseUrl: `${server.baseUrl}/` }).listModels();
    expect(ids(models)).toEqual(['a', 'b', 'c', 'd']);
    expect(server.received.map(({ path }) => path)).toEqual([
      '/v1/models',
      '/v1/models?offset=2&limit=2',
      '/v1/models?offset=4&limit=2',
    ]);
  });

  // Rows: T35
  it('never takes the key to another origin, nor away from the list', async () => {
    const elsewhere = await answer(() => ({ data: entries('stolen') }));
    for (const next of [
      `${elsewhere.origin}/v1/models?page=2`,
      `//${elsewhere.origin.slice('http://'.length)}/v1/models?page=2`,
      '/v1/balance?page=2',
      '/v1/models',
      'javascript:models?page=2',
      'http://[',
      7,
    ]) {
      const server = await answer(() => ({ data: entries('a'), links: { next } }));
      const client = createClient({ baseUrl: server.baseUrl, apiKey: () => Promise.resolve('sk-live-canary-0000') });
      expect([next, ids(await client.listModels())]).toEqual([next, ['a']]);
      expect(server.received).toHaveLength(1);
    }
    expect(elsewhere.received).toEqual([]);
  });

  it('ends after ten pages, and where pages lead in a circle', async () => {
    let page = 0;
    const endless = await answer(() => ({ data: entries(`m${(page += 1)}`), links: { next: `?page=${page}` } }));
    const circle = await answer(() => ({ data: entries('a'), links: { next: '?page=2' } }));
    expect(await createClient({ baseUrl: endless.baseUrl }).listModels()).toHaveLength(10);
    expect(ids(await createClient({ baseUrl: circle.baseUrl }).listModels())).toEqual(['a']);
    expect([endless.received.length, circle.received.length]).toEqual([10, 2]);
  });

  it('keeps the pages before one that fails, and says so in the log', async () => {
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const server = await answer((path) =>
      path === '/v1/models' ? { data: entries('a'), links: { next: '?page=2' } } : undefined,
    );
    const log = { debug: () => undefined, info: write, warn: write, error: write };
    expect(ids(await createClient({ baseUrl: server.baseUrl, log }).listModels())).toEqual(['a']);
    expect(lines).toEqual(['Page 2 of the model list could not be read: server. The list is shorter.']);
  });

  it('ends with its signal in the middle of the pages', async () => {
    const abort = new AbortController();
    const server = await startServer((response, { path }) => {
      if (path === '/v1/models') {
        response.end(JSON.stringify({ data: entries('a'), links: { next: '?page=2' } }));
      } else {
        abort.abort();
      }
    });
    const list = createClient({ baseUrl: server.baseUrl }).listModels({ signal: abort.signal });
    await expect(list).rejects.toThrow('aborted');
    await server.idle();
  });

  it.each<[string, unknown, object]>([
    ['an error', { error: { message: 'no', code: 'invalid_api_key' } }, { kind: 'invalid-key', message: 'no' }],
    ['an error beside no list', { error: { message: 'no' }, data: null }, { kind: 'server', message: 'no' }],
    ['a failure beside an empty list', { success: false, message: 'no', data: [] }, { kind: 'server', message: 'no' }],
    ['something else', { hello: 'world' }, { kind: 'server', code: 'unreadable-answer' }],
  ])('is thrown where the body holds %s', async (_, body, expected) => {
    const server = await answer(() => body);
    const thrown: unknown = await createClient({ baseUrl: server.baseUrl })
      .listModels()
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ApiError);
    expect(thrown).toMatchObject(expected);
  });

  it('is empty where the gateway has none, and given where an error stands beside it', async () => {
    const empty = await answer(() => ({ object: 'list', data: [] }));
    const both = await answer(() => ({ data: entries('a'), error: 'one provider is down' }));
    expect(await createClient({ baseUrl: empty.baseUrl }).listModels()).toEqual([]);
    expect(ids(await createClient({ baseUrl: both.baseUrl }).listModels())).toEqual(['a']);
  });
});
