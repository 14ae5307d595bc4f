// How a quirk's stream is written down: chunk by chunk, in place of what the gateway would have answered.
import type { Fault } from '../faults/fault.ts';
import type { Reply } from '../reply.ts';
import type { Step } from '../steps.ts';

/** What every quirk that answers at all says. */
export const hello = 'Hello, ';
export const world = 'wörld 🌍';

/** The data of one chunk. `more` stands beside the choices. */
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

/** A whole answer, piece by piece. */
export const whole: readonly string[] = [role, says(hello), says(world), finish, done];

/** Text is the data of one event. */
export type Line = string | Step;

/** Answers with exactly this. */
export function stream(about: string, lines: readonly Line[], more: Partial<Fault> = {}): Fault {
  const steps = lines.map((line): Step => (typeof line === 'string' ? { type: 'data', data: line } : line));
  return { about, steps: () => steps, ...more };
}

export const bytes = (written: string | Uint8Array): Step => ({ type: 'bytes', bytes: written });

/** Parts two writes, so that they arrive apart. */
export const apart: Step = { type: 'pause', ms: 15 };

export const stall: Step = { type: 'stall' };
export const reset: Step = { type: 'reset' };

/** Refuses the first requests, or all of them. */
export function refuse(about: string, reply: Reply, times = Infinity): Fault {
  return { about, respond: ({ attempt }) => (attempt < times ? reply : undefined) };
}

/** A refusal in OpenAI's form. */
export function refusal(status: number, error: object, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: { error } };
}

/** Tried again at once: nobody waits in a test for the usual back-off. */
export const soon = { 'retry-after-ms': '1' } as const;
