// Two gateways that can play the same scenes: aimock, a server that we did not write, and our own local one.
import { LLMock, type Fixture } from '@copilotkit/aimock';
import { instant, startGateway, demoKey } from '../../../gateway/gateway.ts';

interface PlayedAnswer {
  readonly kind: 'answer';
  readonly text?: string;
  readonly reasoning?: string;
  readonly toolCalls?: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
}

/**
 * What the following chat requests get. `busy-once` refuses the first and asks for no wait; `cut` breaks off; `slow` takes
 * seconds; in those without a text each request fails.
 */
export type Scene =
  | PlayedAnswer
  | { readonly kind: 'busy-once' | 'cut' | 'slow'; readonly text: string }
  | { readonly kind: 'out-of-credit' | 'busy' | 'busy-for-an-hour' | 'server-error' | 'disconnect' };

export interface Witness {
  readonly baseUrl: string;
  /** Accepted; no other key is. */
  readonly key: string;
  /** The ids of the models that it lists, and of its balance what is left. */
  readonly models: readonly string[];
  readonly credits: number;
  play(scene: Scene): void;
  /** How many chat requests came with the key. */
  chatRequests(): number;
  /** What it reported for the last answer. */
  reportedUsage(): { readonly promptTokens: number; readonly completionTokens: number };
  close(): Promise<void>;
}

export const witnesses: readonly (readonly [name: string, start: () => Promise<Witness>])[] = [
  ['aimock', startAimock],
  ['our gateway', startOurs],
];

const usage = { prompt_tokens: 21, completion_tokens: 34, total_tokens: 55 };

/** aimock, besides, with the faults that it throws at random. Rates are between 0 and 1. */
export async function startAimock(
  chaos: { malformedRate?: number; disconnectRate?: number; dropRate?: number; rateLimitRate?: number } = {},
): Promise<Witness> {
  const key = 'sk-live-aimock-0123456789';
  // Three characters a chunk, counted as aimock counts them: half an emoji now and then.
  const mock = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: 3, auth: { apiKeys: [key] }, chaos });
  mock.mount('/v1/balance', {
    handleRequest: (_, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ balance: 482.5 }));
      return Promise.resolve(true);
    },
  });
  await mock.start();
  return {
    baseUrl: `${mock.url}/v1`,
    key,
    models: ['deepseek-chat'],
    credits: 482.5,
    play: (scene) => mock.clearFixtures().addFixtures(aimockFixtures(scene)).resetMatchCounts(),
    chatRequests: () => mock.getRequests().filter(({ path }) => path === '/v1/chat/completions').length,
    reportedUsage: () => ({ promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens }),
    close: () => mock.stop(),
  };
}

function aimockFixtures(scene: Scene): Fixture[] {
  const match = { model: 'deepseek-chat' };
  switch (scene.kind) {
    case 'answer': {
      const { text, reasoning = '', toolCalls = [] } = scene;
      const calls = toolCalls.map((call) => ({ ...call }));
      const response = calls.length === 0 ? { content: text ?? '', reasoning, usage } : { toolCalls: calls, usage };
      return [{ match, response }];
    }
    case 'busy-once':
      return [
        { match: { ...match, sequenceIndex: 0 }, response: refusal(429, 'rate_limit_exceeded', 0) },
        { match, response: { content: scene.text } },
      ];
    case 'cut':
      // Without a pause between them, the chunks would be given up before they are sent.
      return [{ match, response: { content: scene.text }, latency: 5, truncateAfterChunks: 5 }];
    case 'slow':
      return [{ match, response: { content: scene.text }, latency: 50 }];
    case 'out-of-credit':
      return [{ match, response: refusal(402, 'insufficient_credits') }];
    case 'busy':
      return [{ match, response: refusal(429, 'rate_limit_exceeded', 1) }];
    case 'busy-for-an-hour':
      return [{ match, response: refusal(429, 'rate_limit_exceeded', 3600) }];
    case 'server-error':
      return [{ match, response: { content: '' }, chaos: { dropRate: 1 } }];
    case 'disconnect':
      return [{ match, response: { content: '' }, chaos: { disconnectRate: 1 } }];
  }
}

function refusal(status: number, code: string, retryAfter?: number): Fixture['response'] {
  const error = { message: 'Not now.', type: code, code };
  return { error, status, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

const ourFaults = {
  'busy-once': 'fault-429-once',
  cut: 'fault-drop',
  slow: 'fault-stall',
  busy: 'fault-429',
  'busy-for-an-hour': 'fault-429-hour',
  'server-error': 'fault-500',
  disconnect: 'fault-refuse',
} as const;

async function startOurs(): Promise<Witness> {
  const gateway = await startGateway({ ...instant });
  const models = ['deepseek-chat', 'gpt-4o'];
  gateway.configure({ models: models.map((id) => ({ id, ownedBy: 'us', price: { prompt: 1, completion: 1 } })) });
  const play = (scene: Scene): void => {
    if (scene.kind === 'out-of-credit') {
      gateway.setCredits(demoKey, 0);
    } else if (scene.kind !== 'answer') {
      gateway.configure({ routeFaults: { chat: ourFaults[scene.kind] } });
    }
    if ('text' in scene || scene.kind === 'answer') {
      gateway.script(scene);
    }
  };
  const chats = () => gateway.journal.entries.filter(({ method, isKeyAccepted }) => method === 'POST' && isKeyAccepted);
  return {
    baseUrl: gateway.baseUrl,
    key: demoKey,
    models,
    credits: 500,
    play,
    chatRequests: () => chats().length,
    reportedUsage: () => chats().at(-1) ?? { promptTokens: 0, completionTokens: 0 },
    close: () => gateway.close(),
  };
}
