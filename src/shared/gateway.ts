// What the gateway gives and takes, in our own words. The wire's names stay inside src/api.

/** Why a request failed, for everyone who must decide or explain. Listed in product.md, "Errors". */
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

/** What can be told of a failed request, whoever made it: src/api throws it as `ApiError`, which has the units. */
export interface GatewayFailure extends Error {
  readonly kind: ApiErrorKind;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly affordableTokens: number | undefined;
}

/** Told by its shape: the class itself, with all that decides which kind a failure is, is loaded with the first request. */
export function isGatewayFailure(thrown: unknown): thrown is GatewayFailure {
  return thrown instanceof Error && 'kind' in thrown && apiErrorKinds.some((kind) => kind === thrown.kind);
}

/** How an answer ended. `cut-off`: it stopped without saying that it was finished. `stopped`: the user ended it. */
export const turnOutcomes = ['stop', 'length', 'tool-calls', 'content-filter', 'cut-off', 'stopped'] as const;

export type TurnOutcome = (typeof turnOutcomes)[number];

/** Tokens of one answer as the gateway counted them. `cost` is in the gateway's credits. */
export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens?: number;
  readonly reasoningTokens?: number;
  readonly cost?: number;
  /** The gateway told nothing: these are our own figures. */
  readonly isEstimated?: boolean;
}

/** A tool call that the model asked for; `arguments` is JSON text, complete. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
  /** What the gateway wants back with the call, such as a signature of its thoughts. */
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

/** One request for an answer. What is undefined is not sent, so that the gateway's own default holds. */
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

/** The part of the client's events that its users read (the face is fixed in architecture.md). `turn-end` is the last one. */
export type TurnEvent =
  /** Before the wait. `attempt` counts from 1: the first retry. */
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
  /** Tokens that prompt and answer may take together, when the gateway tells. */
  readonly contextWindow?: number;
  readonly maxOutputTokens?: number;
  readonly ownedBy?: string;
  /** Whether it reads images, when the gateway tells. */
  readonly acceptsImages?: boolean;
  readonly price?: TokenPrice;
}

/** Decimal text, exactly as the gateway gives it, in its own unit of money for one token. */
export interface TokenPrice {
  readonly prompt?: string;
  readonly completion?: string;
}

/** What is left on the account. `unit` is what the gateway names, else "credits"; never guessed. */
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

/** Where a layer writes what it did. Never a key, never a header, never the text of a chat. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
