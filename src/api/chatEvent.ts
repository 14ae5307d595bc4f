// The events that make up a streamed answer.
import type { TokenUsage, ToolCall, TurnOutcome } from '../shared/gateway.ts';
import type { ApiError } from './errors.ts';

/**
 * Successive deltas of one kind that arrive in one read of the network are one event. `turn-end` comes at most once, as the last event:
 * an answer that fails throws instead.
 */
export type ChatEvent =
  /** Comes before the wait. `attempt` counts from 1, the first retry. */
  | { readonly type: 'retry'; readonly attempt: number; readonly delayMs: number; readonly error: ApiError }
  /** Comes with the first event of the gateway. */
  | { readonly type: 'turn-start'; readonly requestId?: string }
  | { readonly type: 'reasoning-delta'; readonly text: string }
  | { readonly type: 'text-delta'; readonly text: string }
  /** A complete call. `arguments` is the text that the model wrote; it may be invalid JSON even in an answer that ended properly. */
  | ({ readonly type: 'tool-call' } & ToolCall)
  | { readonly type: 'usage'; readonly usage: TokenUsage }
  /** `error` is the cause of a `cut-off`, where it is known. */
  | { readonly type: 'turn-end'; readonly outcome: TurnOutcome; readonly error?: ApiError };
