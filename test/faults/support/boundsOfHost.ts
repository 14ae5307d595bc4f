// G13's cases of the host beside the client: a chat that is kept, a chat that is continued, files of chats, the model menu.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OpenCodexClient } from '../../../src/api/client.ts';
import { learnPrice } from '../../../src/credits/priceLearning.ts';
import { ChatKeeper } from '../../../src/chat/chatKeeper.ts';
import { ChatSession } from '../../../src/chat/chatSession.ts';
import { Seam } from '../../../src/chat/seam.ts';
import { writeChatFile } from '../../../src/shared/chatFile.ts';
import type { ChatTree } from '../../../src/shared/history.ts';
import { limits } from '../../../src/shared/limits.ts';
import { createTranslate } from '../../../src/shared/translate.ts';
import type { ChatStore } from '../../../src/store/chatStore.ts';
import { importFile, type ImportOutcome } from '../../../src/store/importFile.ts';
import { Failures } from '../../../src/words/failures.ts';
import { knownItems } from '../../../src/vscode/models/modelItems.ts';
import { deepseek, list, measure } from '../../unit/credits/samples.ts';
import { asked } from '../../support/messages.ts';
import { watchBlocks, type Blocks } from './blocks.ts';
import { withFolder, withStore } from './storeFolders.ts';
import { Numbers } from '../../../src/words/numbers.ts';
import { schedule } from '../../../src/vscode/host/schedule.ts';

const mebi = 1024 * 1024;

export interface HostCase {
  readonly name: string;
  /** Throws where it ends otherwise than it must. */
  readonly measure: (baseUrlOf: (name: 'gzip-bomb' | 'long-answer', scale: number) => string) => Promise<Blocks>;
}

function chat(index: number): ChatTree {
  return {
    summary: { id: `c${index}`, title: 'Chat', model: 'm', isPinned: false, createdAt: 1, updatedAt: 1 },
    messages: [
      {
        message: asked({ id: `q${index}`, text: 'Why?' }),
        ...{ parentId: undefined, createdAt: 1, isGrowing: false },
      },
    ],
    leafId: `q${index}`,
  };
}

function chatFile(count: number): Uint8Array {
  return new TextEncoder().encode(writeChatFile(Array.from({ length: count }, (_, index) => chat(index))));
}

/** The shortest chats there are, all the same, as many as fit into the longest file: made without a trace in this thread's memory. */
function longestChatFile(size: number): Uint8Array {
  const one = JSON.stringify({ ...chat(0), messages: [], leafId: undefined });
  const [head = '', tail = ''] = writeChatFile([]).split('[]');
  const count = Math.floor((size * limits.import.bytes - 200) / (one.length + 1));
  return Buffer.concat([
    Buffer.from(`${head}[`),
    Buffer.alloc(count * (one.length + 1), `${one},`),
    Buffer.from(`${one}]${tail}`),
  ]);
}

function importCase(name: string, make: () => Uint8Array, isRight: (outcome: ImportOutcome) => boolean): HostCase {
  return {
    name: `import of ${name}`,
    measure: () => {
      const bytes = make();
      return withFolder((folder) =>
        withStore(folder, async (store) => {
          let outcome: ImportOutcome | undefined;
          const { signal } = new AbortController();
          const blocks = await watchBlocks(async () => {
            outcome = await importFile(store, {
              path: '/a.json',
              modifiedAt: 0,
              bytes,
              signal,
              onProgress: () => undefined,
            });
          });
          if (!outcome || !isRight(outcome)) {
            throw new Error(`The import ended as ${JSON.stringify(outcome)}`);
          }
          return blocks;
        }),
      );
    },
  };
}

function refusedAs(problem: string): (outcome: ImportOutcome) => boolean {
  return (outcome) => outcome.kind === 'refused' && outcome.problem === problem;
}

/** `size` of 1 is the size that was found. */
export function hostCases(size: number): readonly HostCase[] {
  const brackets = Math.round(30 * mebi * size);
  const chats = Math.round(10_000 * size);
  return [
    importCase(`${brackets} brackets`, () => Buffer.alloc(brackets, '['), refusedAs('unknown')),
    importCase('as many chats as a file can hold', () => longestChatFile(size), refusedAs('too-many')),
    importCase(
      `${chats} chats`,
      () => chatFile(chats),
      (outcome) => outcome.kind === 'imported' && outcome.imported === chats,
    ),
    keptChat('gzip-bomb', size),
    keptChat('long-answer', 1),
    { name: 'a chat of 10,000 messages, opened and taken over from another window', measure: opened },
    { name: 'an answer of zeros, continued by zeros', measure: () => continued('0', 4 * mebi) },
    { name: 'an answer of line ends, continued by line ends', measure: () => continued('\n', 4 * mebi) },
    { name: 'a menu of 5,000 models', measure: () => watchBlocks(makeMenu) },
  ];
}

/** The whole way of an answer: client, session, keeper and store. What is posted and kept must be bounded, too. */
function keptChat(name: 'gzip-bomb' | 'long-answer', scale: number): HostCase {
  return {
    name: `a chat that keeps ${name}`,
    measure: (baseUrlOf) =>
      withFolder((folder) =>
        withStore(folder, async (store) => {
          const client = new OpenCodexClient({ baseUrl: baseUrlOf(name, scale), transport: 'direct' });
          const posted = { characters: 0 };
          const { session, keeper } = createChat(client, store, posted);
          const blocks = await watchBlocks(async () => {
            await session.send('m', 'Go on for ever.');
            await keeper.flush();
          });
          keeper.dispose();
          await client.close();
          const last = session.messages.at(-1);
          const error = last?.role === 'assistant' ? last.error : undefined;
          if (error?.kind !== 'cut-off' || !error.actions.includes('continue')) {
            throw new Error(`The answer ended as ${JSON.stringify(error)}`);
          }
          const kept = await sizeOf(folder);
          // Text, what came before it was whole, and the index of its words.
          if (posted.characters > 4 * mebi || kept > 60 * mebi) {
            throw new Error(`${posted.characters} characters posted, ${kept} bytes kept`);
          }
          return blocks;
        }),
      ),
  };
}

function createChat(
  client: OpenCodexClient,
  store: ChatStore,
  posted: { characters: number },
): { readonly session: ChatSession; readonly keeper: ChatKeeper } {
  const nothing = (): void => undefined;
  const keeper = new ChatKeeper({
    store: store.chats,
    schedule,
    problemOf: () => 'broken',
    onProblem: nothing,
  });
  const session = new ChatSession({
    client: () => Promise.resolve({ streamChat: (request, { signal }) => client.streamChat(request, { signal }) }),
    settings: () => ({ systemPrompt: '' }),
    errors: new Failures({ balance: () => undefined, cheaperThan: () => undefined, now: () => Date.now() }),
    tell: (news) => (posted.characters += news.type === 'answer-grew' ? news.text.length : 0),
    keeper,
    workspace: () => undefined,
    now: () => performance.now(),
    schedule,
    createId: () => crypto.randomUUID(),
  });
  return { session, keeper };
}

/** As many messages as a chat of an imported file can have. */
function opened(): Promise<Blocks> {
  return withFolder((folder) =>
    withStore(folder, async (store) => {
      const client = new OpenCodexClient({ baseUrl: 'http://127.0.0.1:9', transport: 'direct' });
      const { session, keeper } = createChat(client, store, { characters: 0 });
      const { summary } = chat(0);
      const messages = Array.from({ length: limits.import.messages }, (_, index): ChatTree['messages'][number] => ({
        message: asked({ id: `q${index}`, text: 'Why?' }),
        ...{ parentId: index === 0 ? undefined : `q${index - 1}`, createdAt: 1, isGrowing: false },
      }));
      const leafId = `q${messages.length - 1}`;
      const blocks = await watchBlocks(async () => {
        session.openChat({ summary, messages, leafId });
        await delay(1);
        session.refresh({ summary, messages: structuredClone(messages), leafId });
        await delay(1);
      });
      keeper.dispose();
      await client.close();
      return blocks;
    }),
  );
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function continued(unit: string, length: number): Promise<Blocks> {
  return watchBlocks(async () => {
    const seam = new Seam(unit.repeat(length));
    await delay(1);
    for (let pieces = 0; pieces < 200; pieces += 1) {
      seam.push(unit.repeat(1_000));
      await delay(0);
    }
  });
}

async function makeMenu(): Promise<void> {
  await delay(1);
  // Of more than a hundred nobody has learned anything.
  const isUsed = (id: string): boolean => id.length < 4;
  const price = learnPrice(measure(deepseek, list));
  const items = knownItems(
    {
      models: Array.from({ length: 5_000 }, (_, index) => ({
        id: `m${index}`,
        name: `M ${index}`,
        contextWindow: 8_192,
      })),
      current: 'm1',
      contextWindowOf: () => ({ tokens: 8_192, source: 'gateway' }),
      facts: {
        priceOf: (id) => (isUsed(id) ? price : undefined),
        statisticsOf: (id) => (isUsed(id) ? { answers: 3, tokensPerSecond: 61.66, firstTextMs: 820 } : undefined),
        typicalOutputOf: () => 100,
      },
      promptTokens: 1_000,
      favourites: [],
      order: 'name',
    },
    { t: createTranslate({}), language: 'en', numbers: new Numbers('en') },
  );
  if (items.length !== 5_000) {
    throw new Error(`The menu has ${items.length} entries`);
  }
}
