// What can be set about the gateway, at its start and while it runs.
import type { Keys } from './accounts.ts';
import type { ScriptedAnswer } from './answer.ts';
import type { BalanceShape } from './balance.ts';
import type { ChatBody } from './chatBody.ts';
import { defaultModels, type GatewayModel } from './models.ts';

export const routeNames = ['chat', 'models', 'balance'] as const;
export type RouteName = (typeof routeNames)[number];

/** All that can change while the gateway runs; it holds for requests that come later. */
export interface GatewaySettings {
  /** 0: as fast as possible, still in separate writes. */
  readonly tokensPerSecond: number;
  readonly firstTokenDelayMs: number;
  /** Whether a request without an accepted key is refused; else it counts on an account of its own with 500 credits. */
  readonly requireKey: boolean;
  readonly models: readonly GatewayModel[];
  /** Whether models that are not listed are answered too, at the default price. */
  readonly acceptAnyModel: boolean;
  /** Whether `GET /models` lists the fault models. */
  readonly listFaults: boolean;
  readonly balanceShape: BalanceShape;
  /** Whether `usage` holds `cost`, in credits. */
  readonly reportCost: boolean;
  /** Which part of each prompt counts as cached: 0 to 1. */
  readonly cachedShare: number;
  /** How long after it was generated a token is charged. */
  readonly billingDelayMs: number;
  /** A fault for every request of a route, for clients that cannot send a header. */
  readonly routeFaults: Readonly<Partial<Record<RouteName, string>>>;
  /** Asked before the gateway's own answers. */
  readonly answer: ((request: ChatBody) => ScriptedAnswer | undefined) | undefined;
}

export interface GatewayOptions extends Partial<GatewaySettings> {
  /** 0 or none: a free one. */
  readonly port?: number;
  /** Added to the default keys. */
  readonly keys?: Keys;
}

/** What a demo wants to look at. */
export const defaultSettings: GatewaySettings = {
  tokensPerSecond: 60,
  firstTokenDelayMs: 250,
  requireKey: true,
  models: defaultModels,
  acceptAnyModel: false,
  listFaults: false,
  balanceShape: 'plain',
  reportCost: false,
  cachedShare: 0,
  billingDelayMs: 0,
  routeFaults: {},
  answer: undefined,
};

/** For tests: no waiting at all. */
export const instant = { tokensPerSecond: 0, firstTokenDelayMs: 0 } as const;
