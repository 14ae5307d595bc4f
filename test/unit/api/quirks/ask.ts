// Asks the local gateway in one of its quirky modes, and tells in a few words what the client made of it.
import { onTestFinished } from 'vitest';
import type { ApiError, ChatEvent, ChatRequest, ClientOptions, OpenCodexClient } from '../../../../src/api/client.ts';
import { demoKey, instant, startGateway, type Gateway } from '../../../gateway/gateway.ts';
import { collect, createClient } from '../support/server.ts';

export interface Outcome {
  readonly text: string;
  readonly reasoning: string;
  /** The outcome of the answer, or `error` and the kind of what was thrown. */
  readonly end: string;
  /** What was thrown, or why the answer was cut off. */
  readonly error: ApiError | undefined;
  /** Requests for an answer that the gateway has received. */
  readonly requests: number;
  readonly events: readonly ChatEvent[];
}

/** A gateway, and a client of it, for one test. */
export async function startQuirks(options: Partial<ClientOptions> = {}): Promise<{
  readonly gateway: Gateway;
  readonly client: OpenCodexClient;
}> {
  const gateway = await startGateway({ ...instant, answer: () => ({ text: 'Hello, wörld 🌍' }) });
  onTestFinished(() => gateway.close());
  const client = createClient({ baseUrl: gateway.baseUrl, apiKey: () => Promise.resolve(demoKey), ...options });
  return { gateway, client };
}

export async function ask(
  { gateway, client }: { readonly gateway: Gateway; readonly client: OpenCodexClient },
  model: string,
  request: Partial<ChatRequest> = {},
): Promise<Outcome> {
  const before = gateway.journal.entries.length;
  const messages = [{ role: 'user', content: `Say it, ${model}` }] as const;
  const { events, text, error } = await collect(client.streamChat({ model, messages, ...request }));
  const last = events.at(-1);
  const turnEnd = last?.type === 'turn-end' ? last : undefined;
  return {
    text,
    reasoning: events.map((event) => (event.type === 'reasoning-delta' ? event.text : '')).join(''),
    end: error === undefined ? (turnEnd?.outcome ?? 'nothing') : `error ${error.kind}`,
    error: error ?? turnEnd?.error,
    requests: gateway.journal.entries.length - before,
    events,
  };
}
