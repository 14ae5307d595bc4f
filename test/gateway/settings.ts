// The gateway's settings, at its start and while it runs.
import type { Keys } from './accounts.ts';
import type { ScriptedAnswer } from './answer.ts';
import type { BalanceShape } from './balance.ts';
import type { ChatBody } from './chatBody.ts';
import { defaultModels, type GatewayModel } from './models.ts';

export const routeNames = ['chat', 'models', 'balance'] as const;
export type RouteName = (typeof routeNames)[number];

/** Settings that can change while the gateway runs; a change applies to later requests. */
export interface GatewaySettings {
  /** 0: as fast as possible, but still in separate writes. */
  readonly tokensPerSecond: number;
  readonly firstTokenDelayMs: number;
  /** Whether a request without an accepted key is refused. If not, requests without a known key share an account with 500 credits. */
  readonly requireKey: boolean;
  readonly models: readonly GatewayModel[];
  /** Whether requests for models that are not listed are answered too, at the default price. */
  readonly acceptAnyModel: boolean;
  /** Whether `GET /models` lists the fault models. */
  readonly listFaults: boolean;
  readonly balanceShape: BalanceShape;
  /** Whether `usage` holds `cost`, in credits. */
  readonly reportCost: boolean;
  /** The share of each prompt that counts as cached: 0 to 1. */
  readonly cachedShare: number;
  /** How long after its generation a token is charged, in milliseconds. */
  readonly billingDelayMs: number;
  /** The name of a fault for every request of a route, for clients that cannot send a header. */
  readonly routeFaults: Readonly<Partial<Record<RouteName, string>>>;
  /** Called before the gateway chooses an answer; undefined leaves the choice to the gateway. */
  readonly answer: ((request: ChatBody) => ScriptedAnswer | undefined) | undefined;
}

export interface GatewayOptions extends Partial<GatewaySettings> {
  /** The port to listen on; 0 or undefined chooses a free one. */
  readonly port?: number;
  /** Added to the default keys. */
  readonly keys?: Keys;
}

/** Settings for a demo. */
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

/** Settings for tests: no delays. */
export const instant = { tokensPerSecond: 0, firstTokenDelayMs: 0 } as const;
