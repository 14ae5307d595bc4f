// What an answer consists of, as it streams.
import type { TokenUsage, ToolCall, TurnOutcome } from '../shared/gateway.ts';
import type { ApiError } from './errors.ts';

/** Deltas that came in one read of the network are given as one event. `turn-end` is always the last event, and comes once. */
export type ChatEvent =
  /** Before the wait. `attempt` counts from 1: the first retry. */
  | { readonly type: 'retry'; readonly attempt: number; readonly delayMs: number; readonly error: ApiError }
  /** With the first event of the gateway. */
  | { readonly type: 'turn-start'; readonly requestId?: string }
  | { readonly type: 'reasoning-delta'; readonly text: string }
  | { readonly type: 'text-delta'; readonly text: string }
  /** Whole; `arguments` is JSON text as the model wrote it, which an answer that ended properly may still have got wrong. */
  | ({ readonly type: 'tool-call' } & ToolCall)
  | { readonly type: 'usage'; readonly usage: TokenUsage }
  /** `error` says why, where a `cut-off` had a cause that is known. */
  | { readonly type: 'turn-end'; readonly outcome: TurnOutcome; readonly error?: ApiError };
