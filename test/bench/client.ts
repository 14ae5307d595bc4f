// What our client costs against the SDKs that others use, in one run: CPU per event, time to the first text, connections.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { floorName, ourName } from './client/contestants.ts';
import type { Figures } from './client/contest.ts';
import { atMost, median, type BenchResult } from './result.ts';
import { installRivals, readRivalVersion } from './rivals.ts';

const bench = 'client';

/** The most CPU per event that we may take of each rival's. */
const cpuGoals: Readonly<Record<string, number>> = {
  openai: 0.5,
  '@ai-sdk/openai-compatible': 0.45,
  'ai streamText': 0.15,
};

/** One for what is timed, and one for each client whose connections are counted. */
const serverCount = 5;

const modeNames: Readonly<Record<string, string>> = {
  c64: 'writes of 64 KB',
  c1400: 'writes of 1,400 B',
  perevent: 'one write per event',
};

export async function benchClient(): Promise<readonly BenchResult[]> {
  await installRivals();
  const servers = Array.from({ length: serverCount }, () => fork(join(import.meta.dirname, 'client', 'server.ts')));
  try {
    const ports = await Promise.all(servers.map(async (server) => ((await once(server, 'message')) as [number])[0]));
    const figures = await runContest(ports);
    return [...(await cpuResults(figures)), ...firstTextResults(figures), ...connectionResults(figures)];
  } finally {
    servers.forEach((server) => server.kill());
  }
}

async function runContest(ports: readonly number[]): Promise<Figures> {
  const contest: ChildProcess = fork(join(import.meta.dirname, 'client', 'contest.ts'), ports.map(String), {
    execArgv: ['--expose-gc'],
  });
  const ended = once(contest, 'exit').then(([code]) => {
    throw new Error(`The contest of the clients ended with exit code ${code}.`);
  });
  const [figures] = (await Promise.race([once(contest, 'message'), ended])) as [Figures];
  await ended.catch(() => undefined);
  return figures;
}

async function cpuResults({ cpu }: Figures): Promise<BenchResult[]> {
  const versions = new Map<string, string>();
  for (const rival of Object.keys(cpuGoals)) {
    const name = rival.split(' ')[0] ?? rival;
    versions.set(rival, rival.replace(name, `${name} ${await readRivalVersion(name)}`));
  }
  return Object.entries(cpu).flatMap(([mode, byName]) =>
    Object.entries(cpuGoals).map(([rival, goal]) => {
      const own = byName[ourName] ?? [];
      const theirs = byName[rival] ?? [];
      // Neighbours in time are compared, so that a slow moment of the machine falls out.
      const ratios = own.map((value, round) => value / (theirs[round] ?? Number.NaN));
      const figure = `CPU per event, ${modeNames[mode]}`;
      const [we, they] = [median(own).toFixed(2), median(theirs).toFixed(2)];
      const against = `${versions.get(rival)}: ${they} ms per 1,000 events, ours ${we}, floor ${median(byName[floorName] ?? []).toFixed(2)}`;
      return atMost(goal, { bench, figure, value: median(ratios), unit: 'x', against });
    }),
  );
}

function firstTextResults({ firstText }: Figures): BenchResult[] {
  const [own, floor] = [median(firstText[ourName] ?? []), median(firstText[floorName] ?? [])];
  const others = Object.entries(firstText)
    .filter(([name]) => name !== ourName && name !== floorName)
    .map(([name, values]) => `${name} ${median(values).toFixed(2)}`);
  return [
    atMost(0.5, {
      bench,
      figure: 'time to the first text, p50, more than the floor',
      value: own - floor,
      unit: 'ms',
      against: `floor ${floor.toFixed(2)} ms, ours ${own.toFixed(2)}, ${others.join(', ')}`,
    }),
  ];
}

function connectionResults({ connections }: Figures): BenchResult[] {
  const others = Object.entries(connections)
    .filter(([name]) => name !== ourName)
    .map(([name, count]) => `${name} ${count}`);
  return [
    atMost(1, {
      bench,
      figure: 'connections for 20 answers whose body ends 30 ms after [DONE]',
      value: connections[ourName] ?? Number.NaN,
      unit: '',
      against: others.join(', '),
    }),
  ];
}
