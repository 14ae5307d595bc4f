// One of the windows of G4: node storePeer.ts FOLDER ID SEED WRITES CHAT_ID…
// Writes, says each acknowledged write, and keeps its list by the news of the store alone, until its input ends.
import { once } from 'node:events';
import { ChatStore } from '../../../src/store/chatStore.ts';
import { Random } from '../random.ts';
import { say } from './say.ts';
import { doWrite, storeWrites } from './storeScript.ts';
import { builtStoreWorker } from '../../support/storeWorker.ts';

/** As many as a panel shows. */
const shown = { isDeleted: false, limit: 200, offset: 0 };

const [folder = '', id = '', seed, count, ...chatIds] = process.argv.slice(2);
const workerPath = builtStoreWorker();

let list: readonly unknown[] = [];
let hasNews = false;
let reading: Promise<void> | undefined;

async function readList(): Promise<void> {
  while (hasNews) {
    hasNews = false;
    list = await store.chats.listChats(shown);
  }
  reading = undefined;
}

const store = new ChatStore({
  workerPath,
  folder,
  windowId: id,
  onNews: () => {
    hasNews = true;
    reading ??= readList();
  },
});

let left = Number(count);
for (const write of storeWrites(new Random(Number(seed), id), id, chatIds, 0.05)) {
  if (left === 0) {
    break;
  }
  left -= 1;
  await doWrite(store, write);
  say(`+ ${JSON.stringify(write)}`);
}
say('=');
await once(process.stdin.resume(), 'end');
say(`list ${JSON.stringify(list)}`);
await store.close();
