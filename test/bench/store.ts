// How fast chats are listed, searched, opened and kept, as the extension host waits for them, at two sizes of the store.
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ChatStore } from '../../src/store/chatStore.ts';
import { textOf } from '../../src/shared/parts.ts';
import { Database } from '../../src/store/database.ts';
import { addTree } from '../../src/store/trees.ts';
import { repository } from '../harness/repository.ts';
import { atMost, percentile, type BenchResult } from './result.ts';
import { answerOf, chatTree, rarePhrase } from './store/chats.ts';
import { storeWorkerOf } from '../support/storeWorker.ts';

const bench = 'store';
const messagesPerChat = 20;
const sizes = [100, 10_000];
const samples = 60;
const appendSamples = 200;
const longestMs = 50;

/** Words as people type them: common, rare, Chinese of two characters, code, and none that is there. */
const queries = ['memory', rarePhrase, '查询', 'reduce((sum', 'kesalahan tipe', 'zzyzx', 'ab'];

interface Figures {
  readonly list: readonly number[];
  readonly search: readonly number[];
  readonly open: readonly number[];
  readonly append: readonly number[];
  readonly longestBlock: number;
}

export async function benchStore(): Promise<readonly BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'opencodex-store-'));
  try {
    const bySize = new Map<number, Figures>();
    for (const size of sizes) {
      bySize.set(size, await measureStore(join(folder, String(size)), size));
    }
    const [small, large] = sizes.map((size) => bySize.get(size));
    if (!small || !large) {
      throw new Error('Nothing was measured.');
    }
    const files = await measureFiles(join(folder, 'files'));
    const raw = await measureRawAppend(join(folder, 'raw'));
    return resultsOf(small, large, files, raw);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function resultsOf(small: Figures, large: Figures, files: Figures, raw: readonly number[]): BenchResult[] {
  const grown = (name: 'list' | 'search' | 'open'): BenchResult =>
    atMost(longestMs, {
      bench,
      figure: `${name}, p95, 10,000 chats of ${messagesPerChat} messages`,
      value: percentile(large[name], 95),
      unit: 'ms',
      against: `with 100 chats ${percentile(small[name], 95).toFixed(2)} ms; a JSON file per chat, read whole, ${percentile(files[name], 95).toFixed(0)} ms`,
    });
  const [append, rawAppend] = [percentile(large.append, 95), percentile(raw, 95)];
  return [
    grown('list'),
    grown('search'),
    grown('open'),
    atMost(3, {
      bench,
      figure: 'append to an answer, p95',
      value: append / rawAppend,
      unit: 'x',
      against: `a write and fsync of the same bytes: ${rawAppend.toFixed(2)} ms, ours ${append.toFixed(2)}, with 100 chats ${percentile(small.append, 95).toFixed(2)}`,
    }),
    atMost(5, {
      bench,
      figure: 'longest block of the calling thread',
      value: large.longestBlock,
      unit: 'ms',
      against: `with 100 chats ${small.longestBlock.toFixed(2)} ms`,
    }),
  ];
}

async function measureStore(folder: string, size: number): Promise<Figures> {
  fill(folder, size);
  const store = new ChatStore({
    workerPath: storeWorkerOf(repository),
    folder,
    windowId: 'bench',
    onNews: () => undefined,
  });
  try {
    // Opens the database, which happens once in a window's life.
    await store.chats.listChats({ isDeleted: false, limit: 1, offset: 0 });
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const list = await sample(samples, (index) =>
      store.chats.listChats({ isDeleted: false, limit: 100, offset: (index % 3) * 100 }),
    );
    const search = await sample(samples, (index) =>
      store.chats.searchChats({ isDeleted: false, limit: 50, query: queries[index % queries.length] ?? '' }),
    );
    const opened = await sample(samples, (index) => store.chats.readTree(`chat-${(index * 97) % size}`));
    const append = await measureAppend(store);
    delay.disable();
    // The histogram counts from one tick to the next, of which the resolution is the idle part.
    return { list, search, open: opened, append, longestBlock: delay.max / 1e6 - 1 };
  } finally {
    await store.close();
  }
}

async function measureAppend(store: ChatStore): Promise<number[]> {
  const chat = { id: 'growing', title: 'Growing', model: 'deepseek-chat' };
  const answer = { ...answerOf('growing-answer', 0), status: 'streaming' as const };
  await store.chats.saveMessages(chat, [{ message: answer, place: 'next' }]);
  const text = textOf(answerOf('piece', pieceLength).parts);
  return await sample(appendSamples, () => store.chats.growAnswer(answer.id, [{ part: 0, kind: 'text', text }]));
}

/** About what a fast model writes in a second. */
const pieceLength = 600;

function fill(folder: string, size: number): void {
  const database = Database.open(folder);
  for (let start = 0; start < size; start += 500) {
    database.write((revision) => {
      for (let index = start; index < Math.min(start + 500, size); index += 1) {
        addTree(database, chatTree(index, messagesPerChat), revision);
      }
    });
  }
  database.close();
}

/** What other extensions do: every list and every search reads all files. */
async function measureFiles(folder: string): Promise<Figures> {
  await mkdir(folder, { recursive: true });
  const size = sizes.at(-1) ?? 0;
  for (let index = 0; index < size; index += 1) {
    await writeFile(join(folder, `chat-${index}.json`), JSON.stringify(chatTree(index, messagesPerChat)));
  }
  const readAll = async (keep: (text: string) => boolean): Promise<number> => {
    const names = await readdir(folder);
    let kept = 0;
    for (const name of names) {
      kept += keep(await readFile(join(folder, name), 'utf8')) ? 1 : 0;
    }
    return kept;
  };
  return {
    list: await sample(3, () => readAll((text) => JSON.parse(text) !== null)),
    search: await sample(3, (index) => readAll((text) => text.includes(queries[index] ?? ''))),
    open: await sample(samples, (index) => readFile(join(folder, `chat-${index}.json`), 'utf8').then(JSON.parse)),
    append: [],
    longestBlock: 0,
  };
}

async function measureRawAppend(path: string): Promise<number[]> {
  const file = await open(path, 'a');
  const bytes = Buffer.from(textOf(answerOf('piece', pieceLength).parts));
  try {
    return await sample(appendSamples, async () => {
      await file.write(bytes);
      await file.sync();
    });
  } finally {
    await file.close();
  }
}

/** Milliseconds of each. */
async function sample(count: number, job: (index: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    await job(index);
    times.push(performance.now() - start);
  }
  return times;
}
