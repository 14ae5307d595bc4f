// Helpers to write a quirk's stream chunk by chunk, in place of the gateway's own answer.
import type { Fault } from '../faults/fault.ts';
import type { Reply } from '../reply.ts';
import type { Step } from '../steps.ts';

/** The text of every quirk that sends an answer, in two pieces. */
export const hello = 'Hello, ';
export const world = 'wörld 🌍';

/** The data of one chunk. `more`: fields beside the choices. */
export function chunk(delta: unknown, finishReason: string | null = null, more: object = {}): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  return JSON.stringify({
    id: 'chatcmpl-quirk',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices,
    ...more,
  });
}

export const role = chunk({ role: 'assistant', content: '' });
export const says = (content: string): string => chunk({ content });
export const finish = chunk({}, 'stop');
export const done = '[DONE]';

/** The events of a complete answer. */
export const whole: readonly string[] = [role, says(hello), says(world), finish, done];

/** A string is the data of one event. */
export type Line = string | Step;

/** Sends exactly these lines as the stream. */
export function stream(about: string, lines: readonly Line[], more: Partial<Fault> = {}): Fault {
  const steps = lines.map((line): Step => (typeof line === 'string' ? { type: 'data', data: line } : line));
  return { about, steps: () => steps, ...more };
}

export const bytes = (written: string | Uint8Array): Step => ({ type: 'bytes', bytes: written });

/** A pause between two writes, so that the client reads them separately. */
export const apart: Step = { type: 'pause', ms: 15 };

export const stall: Step = { type: 'stall' };
export const reset: Step = { type: 'reset' };

/** Refuses the first `times` requests, by default all. */
export function refuse(about: string, reply: Reply, times = Infinity): Fault {
  return { about, respond: ({ attempt }) => (attempt < times ? reply : undefined) };
}

/** A refusal in OpenAI's format. */
export function refusal(status: number, error: object, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: { error } };
}

/** A header that asks for a retry at once, so that tests need not wait for the usual back-off. */
export const soon = { 'retry-after-ms': '1' } as const;
