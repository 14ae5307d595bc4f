// Requests to the local gateway as its tests make them: plain fetch, nothing of the client.
import { onTestFinished } from 'vitest';
import { demoKey, type Gateway, type GatewayOptions, instant, startGateway } from '../../gateway/gateway.ts';

export interface Chunk {
  readonly id: string;
  readonly object: string;
  readonly model: string;
  readonly choices: readonly {
    readonly index: number;
    readonly delta: {
      readonly role?: string;
      readonly content?: string;
      readonly reasoning_content?: string;
      readonly tool_calls?: readonly {
        readonly index: number;
        readonly id?: string;
        readonly function: { readonly name?: string; readonly arguments: string };
      }[];
    };
    readonly finish_reason: string | null;
  }[];
  readonly usage?: Usage;
}

interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly completion_tokens_details?: { readonly reasoning_tokens: number };
  readonly cost?: number;
}

export interface Completion {
  readonly object: string;
  readonly choices: readonly { readonly message: { readonly content: string }; readonly finish_reason: string }[];
  readonly usage: Usage;
}

export interface ErrorBody {
  readonly error: { readonly message: string; readonly type: string; readonly code: string; readonly param?: string };
}

/** Closed when the test ends. */
export async function openGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const gateway = await startGateway({ ...instant, ...options });
  onTestFinished(() => gateway.close());
  return gateway;
}

export interface AskOptions {
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Sends the body as it stands when it is text. */
export function post(gateway: Gateway, body: unknown, options: AskOptions = {}): Promise<Response> {
  const { headers = {}, signal } = options;
  const key = 'key' in options ? options.key : demoKey;
  return fetch(`${gateway.baseUrl}/chat/completions`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** One user message, streamed, to `deepseek-chat` unless told otherwise. */
export function ask(gateway: Gateway, content: string, more: object = {}, options: AskOptions = {}): Promise<Response> {
  const body = { model: 'deepseek-chat', stream: true, messages: [{ role: 'user', content }], ...more };
  return post(gateway, body, options);
}

export function read(gateway: Gateway, path: string, key: string | undefined = demoKey): Promise<Response> {
  return fetch(gateway.baseUrl + path, { headers: { authorization: `Bearer ${key}` } });
}

export async function json<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

export async function balanceOf(gateway: Gateway, key = demoKey): Promise<number> {
  return (await json<{ balance: number }>(await read(gateway, '/balance', key))).balance;
}

/** The data of every event of a stream. */
export function dataOf(stream: string): readonly string[] {
  return stream.split('\n\n').flatMap((event) => (event === '' ? [] : [event.replace(/^data: /, '')]));
}

export async function chunksOf(response: Response): Promise<readonly Chunk[]> {
  return dataOf(await response.text()).flatMap((data) => (data === '[DONE]' ? [] : [JSON.parse(data) as Chunk]));
}

export function textOf(chunks: readonly Chunk[]): string {
  return chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
}

export function finishOf(chunks: readonly Chunk[]): string | null | undefined {
  return chunks.findLast((chunk) => chunk.choices.length > 0)?.choices[0]?.finish_reason;
}

/** All that comes before the stream ends or breaks. */
export async function readUntilBroken(
  response: Response,
): Promise<{ readonly text: string; readonly isBroken: boolean }> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const bytes of response.body ?? []) {
      text += decoder.decode(bytes, { stream: true });
    }
    return { text, isBroken: false };
  } catch {
    return { text, isBroken: true };
  }
}
