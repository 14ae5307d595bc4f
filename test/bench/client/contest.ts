// The client benchmark's measuring process: all clients take turns in it, so that a busy moment of the machine hits them alike.
// Its arguments are ports of servers: one for what is timed, then one for each client whose connections are counted, since
// those that share a pool would count each other's. It sends its figures to the process that started it.
import { Agent, request } from 'undici';
import { eventCount, textLength } from './answer.ts';
import {
  aiStreamText,
  floor,
  floorName,
  openai,
  openaiCompatible,
  ours,
  type Contestant,
  type ContestantFactory,
} from './contestants.ts';

/** CPU of every round, in milliseconds per 1,000 events, by mode and contestant. */
export interface Figures {
  readonly cpu: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  /** Milliseconds from the call to the first text, by contestant. */
  readonly firstText: Readonly<Record<string, readonly number[]>>;
  /** Connections that the server saw for 20 answers in a row, by contestant. */
  readonly connections: Readonly<Record<string, number>>;
}

const modes = ['c64', 'c1400', 'perevent'];
/** With five, how V8 grows its heap in the first ones decides as much as the clients do. */
const rounds = 15;
const firstTextSamples = 240;
const answersInARow = 20;
const everybody = [floor, ours, openai, openaiCompatible, aiStreamText];
const [origin = '', ...countingOrigins] = process.argv.slice(2).map((port) => `http://127.0.0.1:${port}`);
/** The floor is no client that anybody would use. */
const counted = [ours, openai, openaiCompatible, aiStreamText];

const nothing = (): void => undefined;

async function withContestants<T>(
  address: string,
  factories: readonly ContestantFactory[],
  use: (contestants: readonly Contestant[]) => Promise<T>,
): Promise<T> {
  const contestants = await Promise.all(factories.map(async (create) => await create(`${address}/v1`)));
  try {
    return await use(contestants);
  } finally {
    await Promise.all(contestants.map((contestant) => contestant.close()));
  }
}

async function measureCpu(contestant: Contestant): Promise<number> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  const { text, completionTokens } = await contestant.read(nothing);
  const { user, system } = process.cpuUsage(before);
  const isComplete = text.length === textLength(eventCount) && completionTokens === eventCount;
  if (contestant.name !== floorName && !isComplete) {
    throw new Error(`${contestant.name} read ${text.length} characters and ${completionTokens} tokens.`);
  }
  return (user + system) / eventCount;
}

async function measureMode(mode: string): Promise<Record<string, number[]>> {
  return await withContestants(`${origin}/${mode}`, everybody, async (contestants) => {
    const figures: Record<string, number[]> = {};
    for (let round = 0; round <= rounds; round += 1) {
      for (const contestant of contestants) {
        const value = await measureCpu(contestant);
        // The first round warms up.
        if (round > 0) {
          (figures[contestant.name] ??= []).push(value);
        }
      }
    }
    return figures;
  });
}

async function measureFirstText(): Promise<Record<string, number[]>> {
  return await withContestants(`${origin}/short`, everybody, async (contestants) => {
    const figures: Record<string, number[]> = {};
    const warmUp = 40;
    for (let sample = -warmUp; sample < firstTextSamples; sample += 1) {
      for (const contestant of contestants) {
        const start = performance.now();
        let first = Number.NaN;
        await contestant.read(() => (first = performance.now() - start));
        if (sample >= 0) {
          (figures[contestant.name] ??= []).push(first);
        }
      }
    }
    return figures;
  });
}

async function countConnections(): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const [index, create] of counted.entries()) {
    const address = countingOrigins[index] ?? '';
    await withContestants(`${address}/late`, [create], async ([contestant]) => {
      for (let answer = 0; answer < answersInARow; answer += 1) {
        await contestant?.read(nothing);
      }
      figures[contestant?.name ?? ''] = await readConnections(address);
    });
  }
  return figures;
}

/** Those that the server saw before this question, which uses one of its own. */
async function readConnections(address: string): Promise<number> {
  const reply = await request(`${address}/connections`, { dispatcher: new Agent() });
  return Number(await reply.body.text()) - 1;
}

const cpu: Record<string, Record<string, number[]>> = {};
for (const mode of modes) {
  cpu[mode] = await measureMode(mode);
}
const figures: Figures = { cpu, firstText: await measureFirstText(), connections: await countConnections() };
process.send?.(figures);
process.disconnect();
