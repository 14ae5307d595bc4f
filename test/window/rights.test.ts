// Who may ask for what: every command with whatever a caller may pass, and every message of the page, trusted and in Restricted Mode.
// What each may do is written out here; it is not read from the table that the extension goes by.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandIds, type CommandId } from '../../src/vscode/host/commands.ts';
import { panelMessageSchema, type PanelMessage } from '../../src/shared/protocol.ts';
import { demoKey } from '../gateway/gateway.ts';
import { askAndWait } from '../support/chat.ts';
import { closeHistory } from '../support/history.ts';
import { editor } from './standIn/editor.ts';
import { everyMessage, hostileArguments } from './support/hostile.ts';
import { openMark, otherMark, watchPowers, type Power } from './support/powers.ts';
import { reset, useStage } from './support/stage.ts';

const sendsOpenFile = ['pays', 'sends the open file'];

/** Without arguments; those that are not here do nothing without a further word of the user's. */
const mayDo: Partial<Record<CommandId, readonly Power[]>> = {
  [commandIds.topUp]: ['browses https://opencodex.hk/'],
  [commandIds.explainSelection]: sendsOpenFile,
  [commandIds.refactorSelection]: ['pays', 'runs vscode.diff', 'sends the open file'],
};
const mayDoRestricted = { ...mayDo, [commandIds.refactorSelection]: [] };

/** Whatever is passed, these then ask before they do anything. */
const codeCommands: readonly CommandId[] = [commandIds.explainSelection, commandIds.refactorSelection];

const settingsShown = ['runs workbench.action.openSettings'];
const messagesMayDo: Readonly<Record<string, readonly Power[]>> = {
  'message-sent Hello': ['pays'],
  'error-action-chosen retry': ['pays'],
  'error-action-chosen continue': ['pays'],
  'error-action-chosen continue-once': ['pays'],
  'error-action-chosen fewer-tokens': ['pays'],
  'error-action-chosen cheaper-model': ['pays'],
  'error-action-chosen top-up': ['browses https://opencodex.hk/'],
  'error-action-chosen raise-budget': settingsShown,
  'command-requested top-up': ['browses https://opencodex.hk/'],
  'command-requested open-dashboard': ['browses https://opencodex.hk/'],
  'command-requested open-settings': settingsShown,
  'command-requested raise-budget': settingsShown,
  'link-opened https://example.com/': ['browses https://example.com/'],
  'window-reload-requested': ['runs workbench.action.reloadWindow'],
  'code-inserted rm -rf /': ['edits'],
};
const messagesMayDoRestricted = { ...messagesMayDo, 'code-inserted rm -rf /': [] };

/** The type of a message, and what in it says what it is for. */
function nameOf(message: PanelMessage): string {
  const fields: readonly string[] = ['action', 'command', 'url', 'code', 'text'];
  const [, value] = Object.entries(message).find(([field]) => fields.includes(field)) ?? [];
  return value === undefined ? message.type : `${message.type} ${String(value)}`;
}

describe('the rights of commands and messages', () => {
  const stage = useStage({ key: demoKey });
  let folder: string;
  let takePowers: () => readonly Power[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-rights-'));
    await writeFile(join(folder, 'open.js'), `const open = '${openMark}';\n`);
    await writeFile(join(folder, 'other.js'), `const other = '${otherMark}';\n`);
    takePowers = watchPowers(stage().gateway);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  beforeEach(async () => {
    await closeHistory(stage().window);
    await reset(stage());
    stage().window.openFile(join(folder, 'open.js'), 1, 1);
  });

  /** Waits until all that was asked for has been done. */
  async function settle(): Promise<void> {
    const { window, gateway } = stage();
    const mark = `settled ${Math.random()}`;
    await window.postFromPage({ type: 'text-copied', text: mark });
    await window.waitFor(
      () => Promise.resolve(editor.clipboard),
      (text) => text === mark,
    );
    await window.waitFor(
      () => Promise.resolve(openAnswers() + gateway.openRequests),
      (count) => count === 0,
    );
  }

  /** What the deed did, its user answering nothing. */
  async function powersOf(deed: () => Promise<unknown>): Promise<readonly Power[]> {
    const { window } = stage();
    await settle();
    takePowers();
    await window.dismissAllUntil(deed());
    await window.dismissAllUntil(settle());
    return takePowers();
  }

  describe.each([true, false])('trusted: %s', (isTrusted) => {
    const table = isTrusted ? mayDo : mayDoRestricted;

    it('every command does what it may, and nothing else for what it is handed', async () => {
      const { window } = stage();
      window.setTrusted(isTrusted);
      await askAndWait(window, 'Kept');
      const passed = hostileArguments(join(folder, 'other.js'), chatInSight());
      for (const id of Object.values(commandIds)) {
        const expected = table[id] ?? [];
        expect(await powersOf(() => window.callCommand(id)), id).toEqual(expected);
        const powers = await powersOf(async () => {
          for (const values of passed) {
            await window.callCommand(id, ...values);
          }
        });
        expect(powers, `${id} with arguments`).toEqual(codeCommands.includes(id) ? [] : expected);
      }
      expect(window.troubles).toEqual([]);
    });

    it('every message of the page does what it may', async () => {
      const { window } = stage();
      window.setTrusted(isTrusted);
      const allowed = isTrusted ? messagesMayDo : messagesMayDoRestricted;
      await askAndWait(window, 'Kept');
      const facts = { chatId: chatInSight(), answerId: answerInSight() };
      const used: Record<string, readonly Power[]> = {};
      for (const message of everyMessage(facts)) {
        const needsAnswer = 'messageId' in message;
        if (needsAnswer) {
          await window.callCommand(commandIds.newChat);
          await askAndWait(window, 'Again');
        }
        const current = { ...message, ...(needsAnswer ? { messageId: answerInSight() } : {}) };
        const powers = await powersOf(() => window.postFromPage({ ...current, isTrusted: true, uri: 'file:///etc' }));
        if (powers.length > 0) {
          used[nameOf(message)] = powers;
        }
      }
      const expected = Object.entries(allowed).filter(([, powers]) => powers.length > 0);
      expect(used).toEqual(Object.fromEntries(expected));
    });
  });

  it('knows every message of the protocol', () => {
    const known = new Set(everyMessage({ chatId: 'c', answerId: 'a' }).map(({ type }) => type));
    expect([...known].sort()).toEqual(panelMessageSchema.options.map(({ entries }) => entries.type.literal).sort());
  });

  interface PostedChat {
    readonly type: string;
    readonly chatId?: string;
    readonly message?: { readonly id: string; readonly role: string; readonly status?: string };
  }

  function chatInSight(): string {
    return (stage().window.posted as PostedChat[]).findLast(({ chatId }) => chatId !== undefined)?.chatId ?? '';
  }

  /** How many answers are waited for. */
  function openAnswers(): number {
    const answers = (stage().window.posted as PostedChat[]).flatMap(({ message }) => message ?? []);
    const statuses = new Map(answers.map(({ id, status }) => [id, status]));
    return [...statuses.values()].filter((status) => status === 'waiting' || status === 'streaming').length;
  }

  function answerInSight(): string {
    const posted = stage().window.posted as PostedChat[];
    return posted.findLast(({ message }) => message?.role === 'assistant')?.message?.id ?? '';
  }
});
