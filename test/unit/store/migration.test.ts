// A store as the code before parts left it, opened by the code of now: schema4/README.md says how it was made.
import { copyFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatTree } from '../../../src/shared/history.ts';
import { importChats } from '../../../src/store/import/importChats.ts';
import { schemaVersion } from '../../../src/store/migrations.ts';
import { setAsideAndRecover } from '../../../src/store/recovery.ts';
import { StoreSession } from '../../../src/store/storeSession.ts';
import { textsInSight } from '../../support/messages.ts';

const made = join(import.meta.dirname, 'schema4');
const noLimits = { perMessage: 0, perChat: 0, perDay: 0, dayStart: 0 };
const origin = 'https://opencodex.hk';

/** A message as that code read it. */
interface OldMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly reasoning?: string;
  readonly reasoningMs?: number;
  readonly attachments?: readonly object[];
}

interface Read {
  readonly trees: readonly {
    readonly summary: { readonly id: string };
    readonly messages: readonly { readonly message: OldMessage }[];
  }[];
  readonly requests: unknown;
  readonly samples: unknown;
  readonly spend: unknown;
  readonly budgets: unknown;
  readonly drafts: readonly { readonly chatId: string; readonly queue: readonly string[] }[];
  readonly openChat: unknown;
}

/** The same message as it is to be now. */
function inParts({ text, reasoning = '', reasoningMs: ms, attachments = [], ...rest }: OldMessage): object {
  const thought = reasoning === '' ? [] : [{ kind: 'reasoning', text: reasoning, ...(ms === undefined ? {} : { ms }) }];
  const said = text === '' ? [] : [{ kind: 'text', text }];
  return {
    ...rest,
    parts: [...thought, ...said, ...attachments.map((attachment) => ({ kind: 'attachment', attachment }))],
  };
}

describe('a store of before there were parts', () => {
  let folder: string;
  let store: StoreSession;
  let read: Read;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-schema4-'));
    await copyFile(join(made, 'chats.sqlite'), join(folder, 'chats.db'));
    read = JSON.parse(await readFile(join(made, 'read.json'), 'utf8')) as Read;
    store = openStore('window');
  });

  afterEach(async () => {
    store.close();
    await rm(folder, { recursive: true, force: true });
  });

  function openStore(windowId: string): StoreSession {
    return new StoreSession({ folder, windowId, onNews: () => undefined });
  }

  /** As that code read them; no window writes any more. */
  const trees = (): readonly object[] =>
    read.trees.map((tree) => ({
      ...tree,
      messages: tree.messages.map((stored) => ({ ...stored, message: inParts(stored.message), isGrowing: false })),
    }));

  it('has every chat with its branches, its answers in pieces, errors, costs and attachments', () => {
    expect(read.trees).toHaveLength(4);
    expect(read.trees.map(({ summary }) => store.readTree(summary.id))).toEqual(trees());
    const listed = store.listChats({ isDeleted: false, limit: 9, offset: 0 });
    expect(listed[0]).toMatchObject({ id: 'branches', title: 'My own name', isPinned: true, costMicros: 1_200 });
    expect(listed).toHaveLength(3);
    expect(store.listChats({ isDeleted: true, limit: 9, offset: 0 }).map(({ id }) => id)).toEqual(['deleted']);
    expect(store.findInterrupted('file:///work')).toBe('waiting');
  });

  it('has its ledger, what budgets know of it, drafts and the chat that was open', () => {
    expect(store.listRequests(0)).toEqual(read.requests);
    expect([...store.listSamples(origin, 10)]).toEqual(read.samples);
    expect(store.sumByModel(origin, 0)).toEqual(read.spend);
    const start = {
      ...{ id: 'r9', origin, model: 'deepseek-chat', feature: 'chat', chatId: 'branches' },
      ...{ worstMicros: 2_000, isApproved: false },
    };
    expect(store.readBudgets(start, { ...noLimits, perChat: 2_500 })).toEqual(read.budgets);
    expect(store.beginRequest(start, { ...noLimits, perChat: 2_500 })).toMatchObject({
      reason: 'budget',
      scope: 'chat',
    });
    const drafts = read.drafts.map(({ queue, ...draft }) => ({ draft, queue }));
    expect(store.readDrafts('file:///work', ['branches', 'emptied'])).toEqual(drafts.map(({ draft }) => draft));
    for (const { draft, queue } of drafts) {
      const { waiting } = store.claimOutbox('file:///work', draft.chatId).outbox;
      expect(waiting.map(({ text }) => text)).toEqual(queue);
    }
    expect(store.readOpenChat('file:///work')).toEqual(read.openChat);
  });

  it.each(['quokka', '为什么'])('finds what it found: %s', (query) => {
    const hits = store.searchChats({ query, limit: 9, isDeleted: false });
    expect(hits.map(({ chat }) => chat.id)).toEqual(['branches']);
  });

  it('goes on: an answer grows on, and what is saved again keeps all of it', () => {
    store.growAnswer('i2', [{ part: 1, kind: 'text', text: ', violets blue' }]);
    expect(textsInSight(store.readTree('interrupted'))).toEqual([
      'Write a poem',
      'Begun: roses 😀 are red, violets blue',
    ]);
    const before = store.readTree('branches');
    const head = { id: 'branches', title: '', model: 'deepseek-chat' };
    store.saveMessages(
      head,
      (before?.messages ?? []).map(({ message }) => ({ message, place: 'next' })),
    );
    expect(store.readTree('branches')?.messages).toEqual(before?.messages);
    expect(store.readTree('branches')?.leafId).toBe('b7');
  });

  it('is kept as it was beside the new one, and refused to a window of before', async () => {
    store.listChatIds();
    expect((await stat(join(folder, 'chats.db.4.backup'))).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    const backup = new DatabaseSync(join(folder, 'chats.db.4.backup'), { readOnly: true });
    expect(backup.prepare('PRAGMA user_version').get()).toEqual({ user_version: 4 });
    expect(backup.prepare('SELECT count(*) AS messages FROM messages').get()).toEqual({ messages: 13 });
    backup.close();
    // That code, as every one, writes nothing where the number is higher than its own.
    expect(schemaVersion).toBeGreaterThan(4);
    const now = new DatabaseSync(join(folder, 'chats.db'), { readOnly: true });
    expect(now.prepare('PRAGMA user_version').get()).toEqual({ user_version: schemaVersion });
    now.close();
  });

  it('is recovered whole where the file is damaged before it was brought to our schema', () => {
    setAsideAndRecover(folder);
    expect(read.trees.map(({ summary }) => store.readTree(summary.id)?.messages)).toMatchObject(
      (trees() as readonly ChatTree[]).map(({ messages }) => messages),
    );
  });

  it('has left files that are imported whole', async () => {
    const text = await readFile(join(made, 'exported.json'), 'utf8');
    const chats = importChats(text, { path: '/chats.json', modifiedAt: 0 });
    expect(Array.isArray(chats)).toBe(true);
    const [branches, interrupted] = chats as readonly ChatTree[];
    expect(branches?.messages.map(({ message, parentId }) => [message.id, parentId])).toEqual(
      store.readTree('branches')?.messages.map(({ message, parentId }) => [message.id, parentId]),
    );
    expect(textsInSight(branches)).toEqual([
      expect.stringContaining('From `src/a.ts`, lines 3 to 5:\n\n```typescript\nconst a = 1;\nconst b = 2;\n```'),
      'It reads the file twice: quokka.',
      'And then?',
      'Then it is slow \uD83D again.\0',
    ]);
    expect(interrupted?.messages.at(-1)?.message.parts).toEqual([
      { kind: 'reasoning', text: 'Hm, a rhyme on roses' },
      { kind: 'text', text: 'Begun: roses 😀 are red' },
    ]);
  });

  it('takes parts of a newer version and gives them back as they came', () => {
    store.saveMessages({ id: 'new', title: 'New', model: 'm' }, [
      { message: { id: 'n1', role: 'user', parts: [{ kind: 'text', text: 'Look' }] }, place: 'next' },
    ]);
    const attachments = [
      { kind: 'hologram', depth: [1, 2] },
      { kind: 'attachment', attachment: { id: 'x', kind: 'room', label: 'Room', walls: 4 } },
    ];
    const database = new DatabaseSync(join(folder, 'chats.db'));
    database.exec(
      `UPDATE messages SET layout = '[null,{"kind":"text","length":4,"more":{"font":"big"}},null]' WHERE id = 'n1'`,
    );
    attachments.forEach((part, position) => {
      const insert = database.prepare("INSERT INTO attachments (message_id, position, details) VALUES ('n1', ?, ?)");
      insert.run(position, JSON.stringify(part));
    });
    const rows = () => [
      database.prepare("SELECT text, layout FROM messages WHERE id = 'n1'").get(),
      ...database.prepare("SELECT position, details FROM attachments WHERE message_id = 'n1' ORDER BY position").all(),
    ];
    const before = rows();
    const message = store.readTree('new')?.messages[0]?.message;
    expect(message?.parts).toEqual([
      { kind: 'opaque', value: attachments[0] },
      { kind: 'text', text: 'Look', font: 'big' },
      attachments[1],
    ]);
    store.saveMessages({ id: 'new', title: 'New', model: 'm' }, message ? [{ message, place: 'next' }] : []);
    expect(rows()).toEqual(before);
    database.close();
  });
});
