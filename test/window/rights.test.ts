// Who may ask for what: every command with whatever a caller may pass, and every message of the page, trusted and in Restricted Mode.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { panelMessageSchema } from '../../src/protocol/panelMessages.ts';
import { demoKey } from '../gateway/gateway.ts';
import { askAndWait } from '../support/chat.ts';
import { closeHistory } from '../support/history.ts';
import { editor } from './standIn/editor.ts';
import { dismissAll, whileAnswering } from './support/answering.ts';
import { everyMessage, hostileArguments } from './support/hostile.ts';
import { allowedWhere, allCommands, askingCommands, nameOf } from './support/mayDo.ts';
import { answerInSight, chatInSight, openAnswers } from './support/postedChat.ts';
import { openMark, otherMark, watchPowers, type Power } from './support/powers.ts';
import { reset, useStage } from './support/stage.ts';

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
      () => Promise.resolve(openAnswers(window.posted) + gateway.openRequests),
      (count) => count === 0,
    );
  }

  /** What the deed did, its user answering nothing. */
  async function powersOf(deed: () => Promise<unknown>): Promise<readonly Power[]> {
    await settle();
    takePowers();
    await whileAnswering(deed(), dismissAll);
    await whileAnswering(settle(), dismissAll);
    return takePowers();
  }

  describe.each([true, false])('trusted: %s', (isTrusted) => {
    const allowed = allowedWhere(isTrusted);

    // Rows: T32, T42, T46
    it('every command does what it may, and nothing else for what it is handed', async () => {
      const { window } = stage();
      window.setTrusted(isTrusted);
      await askAndWait(window, 'Kept');
      const passed = hostileArguments(join(folder, 'other.js'), chatInSight(window.posted));
      for (const id of allCommands) {
        const expected = allowed.commands[id] ?? [];
        expect(await powersOf(() => window.callCommand(id)), id).toEqual(expected);
        const powers = await powersOf(async () => {
          for (const values of passed) {
            await window.callCommand(id, ...values);
          }
        });
        expect(powers, `${id} with arguments`).toEqual(askingCommands.includes(id) ? [] : expected);
      }
      expect(window.troubles).toEqual([]);
    });

    // Rows: T11, T42
    it('every message of the page does what it may', async () => {
      const { window } = stage();
      window.setTrusted(isTrusted);
      await askAndWait(window, 'Kept');
      const facts = { chatId: chatInSight(window.posted), answerId: answerInSight(window.posted) };
      const used: Record<string, readonly Power[]> = {};
      for (const message of everyMessage(facts)) {
        const needsAnswer = 'messageId' in message;
        if (needsAnswer) {
          await window.callCommand('opencodex.newChat');
          await askAndWait(window, 'Again');
        }
        const current = { ...message, ...(needsAnswer ? { messageId: answerInSight(window.posted) } : {}) };
        const powers = await powersOf(() => window.postFromPage({ ...current, isTrusted: true, uri: 'file:///etc' }));
        if (powers.length > 0) {
          used[nameOf(message)] = powers;
        }
      }
      const expected = Object.entries(allowed.messages).filter(([, powers]) => powers.length > 0);
      expect(used).toEqual(Object.fromEntries(expected));
    });
  });

  it('knows every message of the protocol', () => {
    const known = new Set(everyMessage({ chatId: 'c', answerId: 'a' }).map(({ type }) => type));
    expect([...known].sort()).toEqual(panelMessageSchema.options.map(({ entries }) => entries.type.literal).sort());
  });
});
