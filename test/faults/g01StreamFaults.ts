// G1: twelve faults at two hundred places of an answer. What came is kept to the letter, and the end is told once and truly.
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ApiError, OpenCodexClient, type ChatEvent } from '../../src/api/client.ts';
import type { ApiErrorKind } from '../../src/shared/gateway.ts';
import { forEachOf, type Goal, type GoalRun } from './goal.ts';
import type { Random } from './random.ts';
import { readAnswer, type AnswerReading } from './support/answerReading.ts';
import { delivered, startRawServer, type RawRequest } from './support/rawServer.ts';
import { createAnswer, faults, wellSent, type Reply } from './support/streamFaults.ts';

/** Far above every limit of the client: a case that takes longer hangs. */
const hangsAfterMs = 60_000;

interface FaultCase {
  readonly fault: string;
  readonly offset: number;
  readonly reply: Reply;
  /** Whether a second attempt is answered well. */
  readonly heals: boolean;
  /** Whether the reader takes its time until the fault has happened. */
  readonly isSlow: boolean;
  /** In how many pieces the bytes are sent. */
  readonly pieces: number;
  requests: number;
}

interface Outcome {
  readonly text: string;
  readonly reasoning: string;
  readonly end: string;
  /** Why an answer was cut off. */
  readonly reason: ApiErrorKind | undefined;
  readonly requests: number;
}

// Rows: F38, F39
export const g01: Goal = {
  name: 'G1',
  async run(run) {
    const answer = createAnswer(run.random);
    const cases = new Map<string, FaultCase>();
    for (const [fault, plan] of Object.entries(faults)) {
      for (const offset of offsetsOf(answer.length, run)) {
        const { random } = run;
        cases.set(String(cases.size), {
          fault,
          offset,
          reply: plan(answer, offset, random),
          heals: random.chance(0.3),
          isSlow: random.chance(0.3),
          pieces: random.pick([1, 1, 2, 5, 20]),
          requests: 0,
        });
      }
    }
    const server = await startRawServer((request) => reply(request, cases, answer, run.random));
    await forEachOf(cases, 40, ([name, one]) => tryCase(run, one, `${server.origin}/${name}/v1`, answer));
    await server.close();
  },
};

/** The first place, the last, and one anywhere in each part between. */
function offsetsOf(length: number, run: GoalRun): number[] {
  const count = run.size(200, 20);
  const part = (length - 1) / (count - 2);
  return [0, ...run.random.list(count - 2, (index) => 1 + Math.floor((index + run.random.next()) * part)), length];
}

async function reply(
  { socket, path }: RawRequest,
  cases: ReadonlyMap<string, FaultCase>,
  answer: Buffer,
  random: Random,
): Promise<void> {
  const one = cases.get(path.split('/')[1] ?? '');
  if (one === undefined) {
    throw new Error(`No case asks for ${path}.`);
  }
  one.requests += 1;
  const { head, bytes, then } = one.heals && one.requests > 1 ? wellSent(answer) : one.reply;
  socket.write(head);
  await delivered(socket);
  const marks = random.list(one.pieces - 1, () => random.below(bytes.length + 1)).sort((a, b) => a - b);
  for (const [index, mark] of [...marks, bytes.length].entries()) {
    socket.write(bytes.subarray(marks[index - 1] ?? 0, mark));
    await delivered(socket);
  }
  if (then === 'reset') {
    socket.resetAndDestroy();
  } else if (then === 'end') {
    socket.end();
  }
}

async function tryCase(run: GoalRun, one: FaultCase, baseUrl: string, answer: Buffer): Promise<void> {
  const { fault, offset, pieces, heals, isSlow } = one;
  const how = `${fault} at byte ${offset} of ${answer.length}, ${pieces} pieces, ${heals ? 'heals' : 'stays'}, ${isSlow ? 'slow' : 'quick'} reader`;
  await run.try(
    () => how,
    async () => {
      const { timeouts } = one.reply;
      const client = new OpenCodexClient({ baseUrl, transport: 'direct', ...(timeouts && { timeouts }) });
      const hang = AbortSignal.timeout(hangsAfterMs);
      try {
        const seen = await observe(client, one, hang);
        const wanted = expected(one, answer);
        if (hang.aborted || !isDeepStrictEqual(seen, wanted)) {
          throw new Error(`Seen   ${JSON.stringify(seen)}\nWanted ${JSON.stringify(wanted)}`);
        }
      } finally {
        await client.close();
      }
    },
  );
}

async function observe(client: OpenCodexClient, one: FaultCase, signal: AbortSignal): Promise<Outcome> {
  const events: ChatEvent[] = [];
  let end: string | undefined;
  try {
    const request = { model: 'm', messages: [{ role: 'user', content: 'Hello!' }] } as const;
    for await (const event of client.streamChat(request, { signal })) {
      events.push(event);
      if (one.isSlow) {
        // Long enough for all that the server does to have happened.
        for (let turn = 0; turn < 50; turn += 1) {
          await setImmediate();
        }
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) {
      throw thrown;
    }
    end = `error ${thrown.kind}`;
  }
  checkOrder(events, end !== undefined);
  const last = events.at(-1);
  const textOf = (type: 'text-delta' | 'reasoning-delta'): string =>
    events.map((event) => (event.type === type ? event.text : '')).join('');
  return {
    text: textOf('text-delta'),
    reasoning: textOf('reasoning-delta'),
    end: end ?? (last?.type === 'turn-end' ? last.outcome : 'nothing'),
    reason: last?.type === 'turn-end' ? last.error?.kind : undefined,
    requests: one.requests,
  };
}

/** Retries, then one start, then what the answer holds, then one end: `turn-end`, or what was thrown. */
function checkOrder(events: readonly ChatEvent[], hasThrown: boolean): void {
  const types = events.map(({ type }) => type).join(' ');
  const middle = '( (reasoning-delta|text-delta))*( usage)?';
  const pattern = hasThrown
    ? new RegExp(`^(retry ?)*(turn-start${middle})?$`)
    : new RegExp(`^(retry )*turn-start${middle} turn-end$`);
  if (!pattern.test(types)) {
    throw new Error(`Events out of order: ${types}${hasThrown ? ', then an error' : ''}`);
  }
}

/** What wire.md wants of a reply like this. */
function expected({ reply: { body, ending }, heals }: FaultCase, answer: Buffer): Outcome {
  const isClean = ending === 'clean';
  const reading = readAnswer(body, isClean);
  const { text, reasoning, finishReason, failure } = reading;
  const what = { text, reasoning, reason: undefined, requests: 1 };
  if (finishReason !== undefined) {
    return { ...what, end: finishReason };
  }
  const brokenBy = reading.isDone ? undefined : kindOf(ending);
  if (failure === undefined && text + reasoning !== '') {
    return { ...what, end: 'cut-off', reason: brokenBy };
  }
  const isTriedAgain = !reading.hasStarted && (isClean ? failure !== undefined : ending.isTriedAgain);
  if (isTriedAgain && heals) {
    return { ...expectedWhole(answer), requests: 2 };
  }
  return { ...what, end: `error ${failure ?? brokenBy ?? emptyKind(reading)}`, requests: isTriedAgain ? 3 : 1 };
}

function kindOf(ending: Reply['ending']): ApiErrorKind | undefined {
  return ending === 'clean' ? undefined : ending.kind;
}

function expectedWhole(answer: Buffer): Outcome {
  const { text, reasoning, finishReason = '' } = readAnswer(answer, true);
  return { text, reasoning, end: finishReason, reason: undefined, requests: 1 };
}

function emptyKind({ unreadable }: AnswerReading): ApiErrorKind {
  return unreadable > 0 ? 'server' : 'empty';
}
