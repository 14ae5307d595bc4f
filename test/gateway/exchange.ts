// One request in progress: the request itself, the gateway's state, and how the response is sent.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Accounts } from './accounts.ts';
import type { ScriptedAnswer } from './answer.ts';
import type { ChatBody } from './chatBody.ts';
import type { Fault, FaultTable } from './faults/fault.ts';
import { faults } from './faults/table.ts';
import { quirks } from './quirks/table.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { badRequest, Refusal, type Reply } from './reply.ts';
import type { GatewaySettings, RouteName } from './settings.ts';

export interface GatewayState {
  settings: GatewaySettings;
  readonly accounts: Accounts;
  readonly journal: Journal;
  /** Scripted answers for the next requests, used from the front. */
  readonly scripts: ScriptedAnswer[];
  /** How often each fault has met the same request. */
  readonly attempts: Map<string, number>;
}

export interface Exchange {
  readonly state: GatewayState;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly bodyText: string;
  readonly entry: JournalEntry;
  readonly origin: string;
  /** Aborted when the client disconnects and when the gateway closes. */
  readonly signal: AbortSignal;
}

const allFaults: FaultTable = { ...faults, ...quirks };

/** Whether the name of the model chooses a fault or quirk instead of a model. */
export function isFaultName(model: string): boolean {
  return model.startsWith('fault-') || model.startsWith('quirk-');
}

/**
 * The fault for this request: by the header, else by the route's setting, else by the model's name.
 * @throws Refusal with 400 if no fault has the chosen name.
 */
export function findFault({ state, request }: Exchange, route: RouteName, model?: string): Fault | undefined {
  const header = request.headers['x-gateway-fault'];
  const asked = typeof header === 'string' ? header : state.settings.routeFaults[route];
  const name = asked ?? (model !== undefined && isFaultName(model) ? model : undefined);
  if (name === undefined) {
    return undefined;
  }
  const fault = Object.hasOwn(allFaults, name) ? allFaults[name] : undefined;
  if (fault === undefined) {
    throw new Refusal(badRequest(`the gateway has no fault named ${name}`, 'model'));
  }
  return fault;
}

/** Returns true if the fault has responded, so that the request needs nothing more. */
export async function respondWithFault(
  exchange: Exchange,
  fault: Fault | undefined,
  body?: ChatBody,
): Promise<boolean> {
  if (fault?.respond === undefined) {
    return false;
  }
  const { state, origin, request } = exchange;
  const meeting = JSON.stringify([fault.about, request.url, body?.messages]);
  const attempt = state.attempts.get(meeting) ?? 0;
  state.attempts.set(meeting, attempt + 1);
  const end = fault.respond({ body, origin, attempt });
  if (end === 'reset') {
    breakConnection(exchange, 'reset');
  } else if (end === 'silence') {
    await untilAborted(exchange.signal);
  } else if (end !== undefined) {
    sendReply(exchange.response, end);
  }
  return end !== undefined;
}

export function sendReply(response: ServerResponse, { status, headers, body }: Reply): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const usual = { 'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json' };
  response.writeHead(status, { ...usual, 'content-length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

/** Breaks the connection in the middle of a response: `reset` resets it, `drop` closes it. */
export function breakConnection({ state, entry, request }: Exchange, how: 'reset' | 'drop'): void {
  state.journal.update(entry, { outcome: 'broken', endedAt: Date.now() });
  if (how === 'reset') {
    request.socket.resetAndDestroy();
  } else {
    request.socket.destroySoon();
  }
}

/** Never resolves. @throws AbortError once the signal aborts. */
export async function untilAborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('The request ended.', 'AbortError')), {
      once: true,
    });
  });
}
