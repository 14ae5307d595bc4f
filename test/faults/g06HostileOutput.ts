// G6: what the public lists have against browsers and Markdown, whole and cut at every byte, in the panel's real page, as answer, reasoning,
// code, question and wherever else it takes text from outside. No script, no request, no navigation, no element but the panel's own.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildExtension } from '../support/buildExtension.ts';
import type { Goal, GoalRun } from './goal.ts';
import { hostileForms } from './support/hostileForms.ts';
import { HostileStage } from './support/hostileStage.ts';
import { withFolder } from './support/storeFolders.ts';

const corpora = join(import.meta.dirname, 'corpora');

interface Payload {
  /** Where it stands. */
  readonly name: string;
  readonly text: string;
}

/** What the sink saw, and of which payloads it was one. */
interface Finding {
  readonly among: readonly Payload[];
  readonly hits: readonly string[];
}

/** Shown beside each other in one page. */
const batchSize = 48;
/** Looking for the payload that did it takes time; the first few are enough to go on. */
const mostSearches = 3;
/** Of each list. */
const shortSample = 3;

// Rows: T1, T2, T5, T6, T8
export const g06: Goal = {
  name: 'G6',
  async run(run) {
    const payloads = await choosePayloads(run);
    await withFolder(async (folder) => {
      await buildExtension(folder);
      const stage = await HostileStage.open(folder);
      await run.try(
        () => 'what the sink must count',
        () => stage.prove(),
      );
      let searches = 0;
      for (let start = 0; start < payloads.length; start += batchSize) {
        const batch = payloads.slice(start, start + batchSize);
        const hits = await show(stage, batch);
        searches += hits.length > 0 ? 1 : 0;
        const guilty = hits.length > 0 && searches <= mostSearches ? await search(stage, batch) : undefined;
        await tryBatch(run, batch, guilty ?? { among: batch, hits });
      }
      await stage.close();
    });
  },
};

/** All of them, or some of each list. Those of about the same length are shown together: none waits for another. */
async function choosePayloads(run: GoalRun): Promise<readonly Payload[]> {
  const files = (await readdir(corpora)).filter((name) => name.endsWith('.json')).sort();
  const lists = new Map<string, readonly string[]>();
  for (const file of files) {
    lists.set(file, JSON.parse(await readFile(join(corpora, file), 'utf8')) as string[]);
  }
  lists.set('made', hostileForms(run.random, 500));
  const chosen = [...lists].flatMap(([list, texts]) => {
    const all = texts.map((text, index) => ({ name: `${list} ${index}`, text }));
    return run.isShort ? run.random.list(shortSample, () => run.random.pick(all)) : all;
  });
  return chosen.sort((one, other) => one.text.length - other.text.length);
}

function show(stage: HostileStage, payloads: readonly Payload[]): Promise<readonly string[]> {
  return stage.show(payloads.map(({ text }) => text));
}

/** The first payload that does something by itself. Undefined where none does so again. */
async function search(stage: HostileStage, suspects: readonly Payload[]): Promise<Finding | undefined> {
  const middle = Math.ceil(suspects.length / 2);
  for (const half of [suspects.slice(0, middle), suspects.slice(middle)]) {
    const hits = half.length === 0 ? [] : await show(stage, half);
    if (hits.length > 0) {
      return half.length === 1 ? { among: half, hits } : await search(stage, half);
    }
  }
  return undefined;
}

async function tryBatch(run: GoalRun, batch: readonly Payload[], { among, hits }: Finding): Promise<void> {
  const [first] = among;
  const others = among.length === 1 ? '' : `, or one of the ${among.length - 1} after it`;
  for (const payload of batch) {
    await run.try(
      () => `${payload.name}${others}: ${JSON.stringify(payload.text)}`,
      () => {
        if (payload === first && hits.length > 0) {
          throw new Error([...new Set(hits)].join('\n'));
        }
      },
    );
  }
}
