// A gateway for chats in tests: what it answers, event by event.
import type { ChatRequest, TurnEvent } from '../../../src/shared/gateway.ts';

/** A client whose events the test gives, one at a time. */
export class ScriptedClient {
  readonly requests: ChatRequest[] = [];
  events: (signal: AbortSignal) => AsyncIterable<TurnEvent> = () => eventsOf();

  streamChat(request: ChatRequest, { signal }: { readonly signal: AbortSignal }): AsyncIterable<TurnEvent> {
    this.requests.push(request);
    return this.events(signal);
  }
}

export async function* eventsOf(...events: readonly (TurnEvent | Error)[]): AsyncGenerator<TurnEvent> {
  for (const event of events) {
    await Promise.resolve();
    if (event instanceof Error) {
      throw event;
    }
    yield event;
  }
}

export const text = (value: string): TurnEvent => ({ type: 'text-delta', text: value });
export const thought = (value: string): TurnEvent => ({ type: 'reasoning-delta', text: value });
export const end = (outcome: 'stop' | 'cut-off' | 'stopped' | 'length'): TurnEvent => ({ type: 'turn-end', outcome });
