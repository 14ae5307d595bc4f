// A window of G3 to G5, in a process of its own: node storeWindow.ts FOLDER ID SEED WRITES CHAT_ID…
// Says `> {write}` before each write, then `+` when it is on disk or `- {problem}` when the user would be told that it is not.
import { ChatStore } from '../../../src/store/chatStore.ts';
import { StoreError } from '../../../src/store/storeError.ts';
import { Random } from '../random.ts';
import { say } from './say.ts';
import { doWrite, storeWrites } from './storeScript.ts';
import { builtStoreWorker } from '../../support/storeWorker.ts';

const [folder = '', id = '', seed, count, ...chatIds] = process.argv.slice(2);
const workerPath = builtStoreWorker();

const store = new ChatStore({ workerPath, folder, windowId: id, onNews: () => undefined });
let left = Number(count);
for (const write of storeWrites(new Random(Number(seed), id), id, chatIds)) {
  if (left === 0) {
    break;
  }
  left -= 1;
  say(`> ${JSON.stringify(write)}`);
  try {
    await doWrite(store, write);
    say('+');
  } catch (thrown) {
    if (!(thrown instanceof StoreError)) {
      throw thrown;
    }
    say(`- ${thrown.problem}`);
  }
}
await store.close();
say('=');
