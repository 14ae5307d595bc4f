// A missing list of models never blocks anyone: what the catalog and its menu do with every failure, on a real server.
import { describe, expect, it, onTestFinished } from 'vitest';
import { readContextWindows } from '../../../src/models/contextWindow.ts';
import { createTranslate } from '../../../src/shared/translate.ts';
import { Failures } from '../../../src/words/failures.ts';
import { ModelCatalog } from '../../../src/models/modelCatalog.ts';
import { modelItems, problemSentence } from '../../../src/vscode/models/modelItems.ts';
import indonesian from '../../../l10n/bundle.l10n.id.json' with { type: 'json' };
import chinese from '../../../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };
import {
  answerWith,
  collect,
  createClient,
  delta,
  done,
  finish,
  startServer,
  type Handler,
  type TestServer,
} from '../api/support/server.ts';

const t = createTranslate({});
const english = { t, language: 'en' };
const errors = new Failures({ balance: () => undefined, cheaperThan: () => undefined, now: () => 0 });

/** Lists models as the handler does, and answers every chat. */
function startGateway(listModels: Handler): Promise<TestServer> {
  const answerChat = answerWith(delta('Hello'), finish(), done);
  return startServer((response, received, request) =>
    (received.path === '/v1/models' ? listModels : answerChat)(response, received, request),
  );
}

function json(status: number, body: unknown): Handler {
  return (response) => {
    // So long a wait is not waited for.
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '3600' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

type SettingListener = (change: { has(id: string): boolean }) => void;

/** The part of the editor that the catalog needs, and what a test does with it. */
class Host {
  readonly lines: string[] = [];
  connection = { hasKey: true, isKeyOptional: false };
  #baseUrl: string;
  readonly #gatewayListeners = new Set<() => void>();
  readonly #settingListeners = new Set<SettingListener>();
  windows: unknown = {};

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  createCatalog(firstByte = 60_000): ModelCatalog {
    const write = (line: string) => void this.lines.push(line);
    const readWindows = () => readContextWindows(this.windows);
    const catalog = new ModelCatalog({
      gateway: {
        connection: () => Promise.resolve(this.connection),
        client: () => Promise.resolve(createClient({ baseUrl: this.#baseUrl, timeouts: { firstByte } })),
        onDidChange: (listener: () => void) => subscribe(this.#gatewayListeners, listener),
      },
      settings: {
        get: () => true,
        get modelContextWindows() {
          return readWindows();
        },
        onDidChange: (listener: SettingListener) => subscribe(this.#settingListeners, listener),
      },
      log: { debug: write, info: write, warn: write, error: write },
    });
    onTestFinished(() => catalog.dispose());
    return catalog;
  }

  moveTo(baseUrl: string): void {
    this.#baseUrl = baseUrl;
    this.#gatewayListeners.forEach((listener) => listener());
  }

  changeSetting(id: string): void {
    const change = { has: (one: string) => one === id };
    this.#settingListeners.forEach((listener) => listener(change));
  }

  get listeners(): number {
    return this.#gatewayListeners.size + this.#settingListeners.size;
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): { dispose(): void } {
  listeners.add(listener);
  return { dispose: () => void listeners.delete(listener) };
}

function menuOf(catalog: ModelCatalog, typed: string, words = english) {
  const problem = catalog.problem && problemSentence(catalog.problem, words, errors);
  const { models } = catalog;
  const contextWindowOf = catalog.contextWindowOf.bind(catalog);
  const facts = { priceOf: () => undefined, statisticsOf: () => undefined, typicalOutputOf: () => undefined };
  const menu = { models, current: 'deepseek-chat', typed, problem, contextWindowOf, facts, promptTokens: undefined };
  return modelItems({ ...menu, favourites: [], order: 'listed' }, words);
}

/** A model that no list holds is offered, and answers. */
async function expectTypedModelToWork(catalog: ModelCatalog, server: TestServer): Promise<void> {
  const model = menuOf(catalog, ' my-model ').find(({ label }) => label === 'Use “my-model”')?.modelId;
  expect(model).toBe('my-model');
  const client = createClient({ baseUrl: server.baseUrl });
  const { text, error } = await collect(
    client.streamChat({ model: model ?? '', messages: [{ role: 'user', content: 'Hi' }] }),
  );
  expect([text, error]).toEqual(['Hello', undefined]);
  const asked = server.received.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => body);
  expect(asked.map((body) => (JSON.parse(body) as { model: string }).model)).toEqual(['my-model']);
}

const tryAgain = '$(warning) The list of models could not be read. Try again';

describe('a list of models that is missing', () => {
  it.each<[string, Handler, string]>([
    [
      'fails with 500',
      json(500, { error: { message: 'broken' } }),
      'The gateway has trouble. Nothing is lost: try again.',
    ],
    ['is not found', json(404, { error: { message: 'no' } }), 'The model or the address was not found.'],
    ['is garbage', json(200, '<html>hello'), 'The gateway has trouble. Nothing is lost: try again.'],
    ['is another JSON', json(200, { hello: 'world' }), 'The gateway has trouble. Nothing is lost: try again.'],
    ['is an error', json(200, { error: { code: 'invalid_api_key' } }), 'The API key is invalid, expired or revoked.'],
    ['breaks off', (response) => void response.destroy(), 'The gateway cannot be reached.'],
  ])('because it %s leaves a typed model, and the menu says why', async (_, listModels, reason) => {
    const server = await startGateway(listModels);
    const host = new Host(server.baseUrl);
    const catalog = host.createCatalog();
    await catalog.load();
    await expectTypedModelToWork(catalog, server);
    expect(menuOf(catalog, '')).toEqual([
      {
        label: 'deepseek-chat',
        description: 'current',
        detail: 'about 64k context',
        modelId: 'deepseek-chat',
        isFavourite: false,
      },
      { label: tryAgain, detail: reason, alwaysShow: true },
    ]);
    expect(host.lines).toHaveLength(1);
  });

  it('because it never comes leaves a typed model meanwhile, and the menu says why in the end', async () => {
    const server = await startGateway(() => undefined);
    const patient = new Host(server.baseUrl).createCatalog();
    const isLoaded = patient.load();
    await expect.poll(() => server.received.length).toBe(1);
    await expectTypedModelToWork(patient, server);
    expect(patient.problem).toBeUndefined();
    patient.dispose();
    await isLoaded;
    const impatient = new Host(server.baseUrl).createCatalog(20);
    await impatient.load();
    expect(menuOf(impatient, '').at(-1)?.detail).toBe('The gateway did not answer in time.');
  });

  it('for want of a key asks for one, and sends nothing', async () => {
    const server = await startGateway(json(200, { data: ['a'] }));
    const host = new Host(server.baseUrl);
    host.connection = { hasKey: false, isKeyOptional: false };
    const catalog = host.createCatalog();
    await catalog.load();
    expect(menuOf(catalog, '').at(-1)?.detail).toBe('Set an API key first.');
    expect(server.received).toEqual([]);
    host.connection = { hasKey: true, isKeyOptional: false };
    await catalog.load();
    expect([catalog.problem, catalog.models]).toEqual([undefined, [{ id: 'a' }]]);
  });

  it('is read again when asked for, and once only when it is there', async () => {
    let times = 0;
    const server = await startGateway((...exchange) => {
      times += 1;
      return json(times === 1 ? 500 : 200, { data: ['a'] })(...exchange);
    });
    const catalog = new Host(server.baseUrl).createCatalog();
    await catalog.load();
    expect(catalog.problem).toBeDefined();
    await Promise.all([catalog.load(), catalog.load()]);
    await catalog.load();
    expect(menuOf(catalog, '').map(({ label }) => label)).toEqual(['deepseek-chat', 'a']);
    expect(times).toBe(2);
  });

  it('of another address never takes the place of this one’s', async () => {
    const silent = await startGateway(() => undefined);
    const server = await startGateway(json(200, { data: ['new'] }));
    const host = new Host(silent.baseUrl);
    const catalog = host.createCatalog();
    const isLoaded = catalog.load();
    await expect.poll(() => silent.received.length).toBe(1);
    host.moveTo(server.baseUrl);
    await isLoaded;
    expect(catalog.models).toEqual([{ id: 'new' }]);
    expect(host.lines).toEqual([]);
    await silent.idle();
  });

  it('leaves nothing behind when the catalog ends', async () => {
    const host = new Host((await startGateway(() => undefined)).baseUrl);
    const catalog = host.createCatalog();
    expect(host.listeners).toBe(2);
    catalog.dispose();
    expect(host.listeners).toBe(0);
  });
});

describe('the sizes in the menu', () => {
  it('are the user’s, the gateway’s or about the family’s, and written as the language does', async () => {
    const data = [
      { id: 'told', name: 'Told', context_length: 131_072 },
      { id: 'half', context_length: 1_500_000 },
      { id: 'small', context_length: 512 },
      { id: 'odd', context_length: 16_385 },
      'gpt-4o',
      'mine',
      'unheard-of',
    ];
    const host = new Host((await startGateway(json(200, { data }))).baseUrl);
    host.windows = { mine: 32_768 };
    const catalog = host.createCatalog();
    await catalog.load();
    const details = (words = english) => menuOf(catalog, '', words).map(({ label, detail }) => [label, detail]);
    expect(details().slice(1)).toEqual([
      ['told', '128k context'],
      ['half', '1.5M context'],
      ['small', '512 context'],
      ['odd', '16.4k context'],
      ['gpt-4o', 'about 128k context'],
      ['mine', '32k context'],
      ['unheard-of', undefined],
    ]);
    const inIndonesian = details({ t: createTranslate(indonesian), language: 'id' });
    const inChinese = details({ t: createTranslate(chinese), language: 'zh-cn' });
    expect(inIndonesian.slice(2, 6).map(([, detail]) => detail)).toEqual([
      'konteks 1,5M',
      'konteks 512',
      'konteks 16,4k',
      'konteks sekitar 128k',
    ]);
    expect(inChinese[1]?.[1]).toBe('上下文 128k');
    expect(menuOf(catalog, '')[1]?.description).toBe('Told');
    expect(catalog.contextWindowOf('told')?.tokens).toBe(131_072);
  });

  it('follow the setting, whose bad entries are ignored and named in one line of the log', async () => {
    const host = new Host((await startGateway(json(200, { data: [] }))).baseUrl);
    host.windows = { 'gpt-4o': 1000, bad: -1, worse: 'many' };
    const catalog = host.createCatalog();
    let changes = 0;
    const subscription = catalog.onDidChange(() => (changes += 1));
    expect(catalog.contextWindowOf('gpt-4o')).toEqual({ tokens: 1000, source: 'setting' });
    catalog.contextWindowOf('bad');
    expect(host.lines).toEqual([
      'opencodex.modelContextWindows: ignored for want of a positive whole number: bad, worse',
    ]);
    host.windows = { 'gpt-4o': 2000 };
    host.changeSetting('model');
    expect([catalog.contextWindowOf('gpt-4o')?.tokens, changes]).toEqual([1000, 0]);
    host.changeSetting('modelContextWindows');
    expect([catalog.contextWindowOf('gpt-4o')?.tokens, changes]).toEqual([2000, 1]);
    subscription.dispose();
    host.changeSetting('modelContextWindows');
    expect([changes, host.lines.length]).toEqual([1, 1]);
  });
});
