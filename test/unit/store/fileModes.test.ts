// Who may read what the store keeps: its owner, also where its folder was there before, and of copies that it makes itself.
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { asked } from '../../support/messages.ts';
import { ChatStore } from '../../../src/store/chatStore.ts';
import { downgrade } from '../../faults/support/oldSchema.ts';
import { storeWorkerOf } from '../../support/storeWorker.ts';

const workerPath = storeWorkerOf(inject('extensionFolder'));
const ownersOnly = { folder: 0o700, file: 0o600 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opencodex-modes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function useStore(): Promise<void> {
  const store = new ChatStore({ workerPath, folder, windowId: 'window', onNews: () => undefined });
  const head = { id: 'c', title: 'Chat', model: 'm' };
  await store.chats.saveMessages(head, [{ message: asked({ text: 'Mine' }), place: 'next' }]);
  await expectPrivate();
  await store.close();
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

async function expectPrivate(): Promise<void> {
  expect(await modeOf(folder)).toBe(ownersOnly.folder);
  const names = await readdir(folder);
  const modes = await Promise.all(names.map((name) => modeOf(join(folder, name))));
  expect(Object.fromEntries(names.map((name, index) => [name, modes[index]]))).toEqual(
    Object.fromEntries(names.map((name) => [name, ownersOnly.file])),
  );
}

// Rows: T38
it('only its owner may read, in a folder that others could read before', async () => {
  await chmod(folder, 0o755);
  await useStore();
  await chmod(folder, 0o755);
  await useStore();
});

// Rows: T38
it('only its owner may read the copy that is made before the schema changes', async () => {
  await useStore();
  downgrade(folder);
  await useStore();
  expect(await readdir(folder)).toContain('chats.db.1.backup');
});

it('only its owner may read a copy that an older version has left', async () => {
  await useStore();
  downgrade(folder);
  const backup = join(folder, 'chats.db.1.backup');
  await writeFile(backup, 'an older copy');
  await chmod(backup, 0o644);
  await useStore();
  expect(await modeOf(backup)).toBe(ownersOnly.file);
});

it('only its owner may read what was damaged, and what was read of it', async () => {
  await useStore();
  await writeFile(join(folder, 'chats.db'), 'no database at all '.repeat(1_000));
  await chmod(join(folder, 'chats.db'), 0o644);
  await useStore();
  expect((await readdir(folder)).some((name) => name.includes('damaged'))).toBe(true);
});
