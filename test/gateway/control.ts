// The gateway's control API, for tests in another process: reads what it received, and changes settings while it runs.
import * as v from 'valibot';
import { type BalanceShape, isBalanceShape } from './balance.ts';
import type { GatewayState } from './exchange.ts';
import { parseJson } from './journal.ts';
import { badRequest, notFound, Refusal, type Reply } from './reply.ts';
import { routeNames } from './settings.ts';

export const controlPath = '/__gateway/';

const amount = v.pipe(v.number(), v.minValue(0));
const pieces = v.union([v.string(), v.array(v.string())]);

const change = v.strictObject({
  tokensPerSecond: v.exactOptional(amount),
  firstTokenDelayMs: v.exactOptional(amount),
  requireKey: v.exactOptional(v.boolean()),
  acceptAnyModel: v.exactOptional(v.boolean()),
  listFaults: v.exactOptional(v.boolean()),
  balanceShape: v.exactOptional(v.custom<BalanceShape>((name) => typeof name === 'string' && isBalanceShape(name))),
  reportCost: v.exactOptional(v.boolean()),
  cachedShare: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  billingDelayMs: v.exactOptional(amount),
  routeFaults: v.exactOptional(v.strictObject(v.entriesFromList(routeNames, v.exactOptional(v.string())))),
  keys: v.exactOptional(
    v.record(v.string(), v.strictObject({ state: v.picklist(['active', 'expired', 'revoked']), credits: amount })),
  ),
  credits: v.exactOptional(v.record(v.string(), amount)),
  script: v.exactOptional(
    v.array(
      v.strictObject({
        text: v.exactOptional(pieces),
        reasoning: v.exactOptional(pieces),
        toolCalls: v.exactOptional(
          v.array(v.strictObject({ id: v.exactOptional(v.string()), name: v.string(), arguments: pieces })),
        ),
        finishReason: v.exactOptional(v.picklist(['stop', 'length', 'tool_calls', 'content_filter'])),
      }),
    ),
  ),
});

export interface Counters {
  /** The number of TCP connections since the start. */
  readonly accepted: number;
  /** The number of open TCP connections. */
  readonly open: number;
}

/** Handles a request to a path that starts with `controlPath`. @throws Refusal with 400 or 404. */
export function control(state: GatewayState, connections: Counters, method: string, url: URL, bodyText: string): Reply {
  const route = `${method} ${url.pathname.slice(controlPath.length)}`;
  switch (route) {
    case 'GET journal': {
      const after = Number(url.searchParams.get('after') ?? 0);
      return { status: 200, body: state.journal.entries.filter((entry) => entry.id > after) };
    }
    case 'DELETE journal':
      state.journal.clear();
      return { status: 200, body: {} };
    case 'GET connections':
      return { status: 200, body: connections };
    case 'POST configure':
      configureFromJson(state, parseJson(bodyText));
      return { status: 200, body: {} };
    default:
      throw new Refusal(notFound(`The gateway has no ${route}.`, 'not_found'));
  }
}

function configureFromJson(state: GatewayState, json: unknown): void {
  const result = v.safeParse(change, json);
  if (!result.success) {
    const [issue] = result.issues;
    throw new Refusal(badRequest(issue.message, v.getDotPath(issue) ?? undefined));
  }
  const { keys = {}, credits = {}, script = [], ...settings } = result.output;
  state.settings = { ...state.settings, ...settings };
  state.accounts.add(keys);
  for (const [key, left] of Object.entries(credits)) {
    state.accounts.setCredits(key, left);
  }
  state.scripts.push(...script);
}
