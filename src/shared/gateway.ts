// The gateway's requests and responses as types of our own. The names of the wire format stay inside src/api.

/** Why a request failed. product.md, "Errors", lists these kinds. */
export const apiErrorKinds = [
  'bad-request',
  'invalid-key',
  'out-of-credit',
  'forbidden',
  'rate-limited',
  'server',
  'unreachable',
  'certificate',
  'proxy',
  'timeout',
  'empty',
] as const;

export type ApiErrorKind = (typeof apiErrorKinds)[number];

/** The facts of a failed request. src/api throws them as `ApiError`, which documents the units. */
export interface GatewayFailure extends Error {
  readonly kind: ApiErrorKind;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly affordableTokens: number | undefined;
}

/** Recognises the error by its shape, because the class ApiError is loaded only with the first request. */
export function isGatewayFailure(thrown: unknown): thrown is GatewayFailure {
  return thrown instanceof Error && 'kind' in thrown && apiErrorKinds.some((kind) => kind === thrown.kind);
}

/** How an answer ended. `cut-off`: it stopped without a finish reason. `stopped`: the user ended it. */
export const turnOutcomes = ['stop', 'length', 'tool-calls', 'content-filter', 'cut-off', 'stopped'] as const;

export type TurnOutcome = (typeof turnOutcomes)[number];

/** Tokens of one answer as the gateway counted them. `cost` is in the gateway's credits. */
export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens?: number;
  readonly reasoningTokens?: number;
  readonly cost?: number;
  /** True where the gateway reported no usage and the figures are our own estimate. */
  readonly isEstimated?: boolean;
}

/** A complete tool call of the model. `arguments` is meant to be JSON, but the model may have written it wrong. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
  /** Data that the gateway wants back with the call, such as a signature of the model's reasoning. */
  readonly extraContent?: Readonly<Record<string, unknown>>;
}

export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON schema of the arguments. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  /** A `data:` URL of an image. */
  | { readonly type: 'image'; readonly url: string };

export type RequestMessage =
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: string | readonly ContentPart[] }
  | {
      readonly role: 'assistant';
      readonly content: string;
      readonly reasoning?: string;
      readonly toolCalls?: readonly ToolCall[];
    }
  | { readonly role: 'tool'; readonly content: string; readonly toolCallId: string };

/** One request for an answer. Members that are undefined are not sent, so that the gateway's own defaults hold. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly RequestMessage[];
  readonly maxTokens?: number | undefined;
  /** 0 to 2. */
  readonly temperature?: number | undefined;
  /** 0 to 1. */
  readonly topP?: number | undefined;
  readonly stop?: string | readonly string[] | undefined;
  readonly tools?: readonly ToolDefinition[] | undefined;
  readonly toolChoice?: ToolChoice | undefined;
}

/** The client's events as their consumers read them (architecture.md fixes this interface). `turn-end` is the last one. */
export type TurnEvent =
  /** Comes before the wait. `attempt` counts from 1, the first retry. */
  | { readonly type: 'retry'; readonly attempt: number; readonly delayMs: number; readonly error: Error }
  | { readonly type: 'turn-start'; readonly requestId?: string }
  | { readonly type: 'reasoning-delta'; readonly text: string }
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly arguments: string }
  | { readonly type: 'usage'; readonly usage: TokenUsage }
  | { readonly type: 'turn-end'; readonly outcome: TurnOutcome; readonly error?: Error };

export interface Model {
  readonly id: string;
  readonly name?: string;
  /** Tokens that prompt and answer may take together, where the gateway says so. */
  readonly contextWindow?: number;
  readonly maxOutputTokens?: number;
  readonly ownedBy?: string;
  /** Whether the model accepts images, where the gateway says so. */
  readonly acceptsImages?: boolean;
  readonly price?: TokenPrice;
}

/** Prices per token, as decimal text exactly as the gateway gives them, in its own unit of money. */
export interface TokenPrice {
  readonly prompt?: string;
  readonly completion?: string;
}

/** The balance of the account. `unit` is that of the gateway, else "credits"; it is never guessed. */
export type Balance =
  | {
      readonly kind: 'known';
      readonly remaining: number;
      readonly unit: string;
      readonly total?: number;
      readonly used?: number;
    }
  | { readonly kind: 'unlimited' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The log of a layer. It must never get a key, a header or the text of a chat. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
