// G5: each call of the store to the file system fails with each error, once or from then on; a full disk is one of them. What was
// kept stays, what is acknowledged is there, and whoever writes is told of the rest.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ChatStore } from '../../src/store/chatStore.ts';
import { databaseName } from '../../src/store/database.ts';
import { ensureDebianProgram } from '../harness/debianProgram.ts';
import { forEachOf, type Goal, type GoalRun } from './goal.ts';
import { downgrade } from './support/oldSchema.ts';
import { checkIntegrity, copyFolder, fillFolder, withFolder, withStore } from './support/storeFolders.ts';
import { StoreLedger, type StoreWrite } from './support/storeScript.ts';

/** How often the store makes each call while it opens and does its writes, about. */
const calls = {
  chmod: 1,
  close: 6,
  fcntl: 60,
  fsync: 8,
  ftruncate: 2,
  lstat: 2,
  mkdir: 1,
  mmap: 1,
  openat: 6,
  pread64: 20,
  pwrite64: 100,
  rename: 2,
  stat: 10,
  statfs: 1,
  statx: 8,
  unlink: 3,
} as const;
type Call = keyof typeof calls;

const errors = [
  ...['EACCES', 'EAGAIN', 'EBUSY', 'EDQUOT', 'EFBIG', 'EINTR', 'EINVAL', 'EIO', 'EMFILE', 'ENFILE', 'ENOENT', 'ENOLCK'],
  ...['ENOMEM', 'ENOSPC', 'EPERM', 'EROFS'],
] as const;

/** Means "try again", which SQLite does for as long as it is told so. */
const passing: ReadonlySet<string> = new Set(['EAGAIN', 'EINTR', 'EBUSY']);

/** What lies in the folder before. */
const starts = ['nothing', 'chats', 'chats of an older version', 'a damaged file'] as const;
type Start = (typeof starts)[number];

const writesPerCase = 6;

/** Above the longest wait for another window's write, several times. */
const hangsAfterMs = 110_000;

interface DiskCase {
  readonly start: Start;
  readonly call: Call;
  readonly error: string;
  /** The first call that fails, counted from 1. */
  readonly at: number;
  /** Not for fcntl: SQLite would wait half a minute for each write. */
  readonly isLasting: boolean;
  readonly seed: number;
}

// Rows: F8, F10, F11
export const g05: Goal = {
  name: 'G5',
  async run(run) {
    const strace = await ensureDebianProgram('strace');
    await withFolder(async (root) => {
      const templates = await createTemplates(root);
      const cases = createCases(run).map((one, index) => ({ one, folder: join(root, String(index)) }));
      await forEachOf(cases, 3, ({ one, folder }) => tryCase(run, one, strace, templates, folder));
    });
  },
};

function createCases({ random, isShort }: GoalRun): DiskCase[] {
  const names = Object.keys(calls) as Call[];
  // Any failure of a lock means to SQLite that another window has it, and it may wait half a minute: for the full size only.
  const quick = names.filter((call) => call !== 'fcntl');
  const create = (call: Call, error: string, start: Start): DiskCase => ({
    start,
    call,
    error,
    at: 1 + random.below(calls[call]),
    isLasting: !passing.has(error) && call !== 'fcntl' && random.chance(0.5),
    seed: random.below(2 ** 31),
  });
  return isShort
    ? random.list(24, () => create(random.pick(quick), random.pick(errors), random.pick(starts)))
    : names.flatMap((call) => errors.flatMap((error) => starts.map((start) => create(call, error, start))));
}

interface Templates {
  readonly folders: Readonly<Record<Exclude<Start, 'nothing'>, string>>;
  readonly ledger: StoreLedger;
}

async function createTemplates(root: string): Promise<Templates> {
  const folders = {
    chats: join(root, 'chats'),
    'chats of an older version': join(root, 'older'),
    'a damaged file': join(root, 'damaged'),
  };
  const ledger = await fillFolder(folders.chats, 5, 60);
  await copyFolder(folders.chats, folders['chats of an older version']);
  downgrade(folders['chats of an older version']);
  await copyFolder(folders.chats, folders['a damaged file']);
  await damage(join(folders['a damaged file'], databaseName));
  return { folders, ledger };
}

/** Overwrites the beginning of a page in the middle of the file. */
async function damage(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(64, 0xaa), 0, 64, 4096 * 6);
  await file.close();
}

async function tryCase(
  run: GoalRun,
  one: DiskCase,
  strace: string,
  { folders, ledger: old }: Templates,
  folder: string,
): Promise<void> {
  const { start, call, error, at, isLasting, seed } = one;
  await run.try(
    () => `${call} fails with ${error} at its ${at}. time${isLasting ? ' and after' : ''}, on ${start}, seed ${seed}`,
    async () => {
      if (start !== 'nothing') {
        await copyFolder(folders[start], folder);
      }
      const ledger = start === 'chats' || start === 'chats of an older version' ? old.copy() : new StoreLedger();
      await writeThrough(strace, one, folder, ledger);
      if (start === 'a damaged file') {
        requireNothingDeleted(folder, old);
        // Reading finds the damage, unless that was mended already.
        await withStore(folder, (store) => readAll(store, old.chatIds));
      }
      await withStore(folder, (store) => ledger.check(store));
      if (start !== 'a damaged file') {
        checkIntegrity(folder);
      }
    },
  );
}

/** Runs a window whose calls fail as the case wants. Throws where it crashes or hangs instead of telling. */
async function writeThrough(strace: string, one: DiskCase, folder: string, ledger: StoreLedger): Promise<void> {
  const { call, error, at, isLasting, seed } = one;
  const database = join(folder, databaseName);
  const places = [folder, ...['', '-wal', '-shm', '-journal', '.1.backup'].map((suffix) => database + suffix)];
  const program = [process.execPath, join(import.meta.dirname, 'support', 'storeWindow.ts')];
  const child = spawn(
    strace,
    [
      ...['-f', '--seccomp-bpf', '-qqq', '-o', `${folder}.calls`, '-e', `trace=${call}`],
      ...['-e', `inject=${call}:error=${error}:when=${at}${isLasting ? '+' : ''}`],
      ...places.flatMap((place) => ['-P', place]),
      ...[...program, folder, 'window', String(seed), String(writesPerCase)],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], timeout: hangsAfterMs, killSignal: 'SIGKILL' },
  );
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints += String(chunk)));
  const closed = once(child, 'close');
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) {
    last = line;
    if (line.startsWith('> ')) {
      ledger.begin(JSON.parse(line.slice(2)) as StoreWrite);
    } else if (line === '+') {
      ledger.acknowledge();
    } else {
      ledger.giveUp();
    }
  }
  const [code, signal] = (await closed) as [number | null, string | null];
  // What Node says at its very end, when its own calls fail, is not ours.
  if (last !== '=') {
    throw new Error(
      `The window ended with ${String(signal ?? code)}; it said last: ${last.slice(0, 80)}\n${complaints}`,
    );
  }
}

async function readAll(store: ChatStore, chatIds: readonly string[]): Promise<void> {
  for (const chatId of chatIds) {
    await store.chats.readTree(chatId);
  }
}

/** A damaged file may be moved; what was in it is still in one of the files. */
function requireNothingDeleted(folder: string, old: StoreLedger): void {
  const bytes = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => readFileSync(join(folder, name)));
  const missing = old.messageIds.filter((id) => !bytes.some((one) => one.includes(id)));
  if (missing.length > 0) {
    throw new Error(`Gone from the files: ${missing.slice(0, 5).join(', ')}`);
  }
}
