// Chats that are kept, in VS Code: by keyboard, over reloads, in several windows, out to files and in through its dialogs.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import {
  alerts,
  answers,
  answerEnds,
  ask,
  askAndWait,
  button,
  lastAnswer,
  newChat,
  panel,
  questions,
  waitForText,
} from '../support/chat.ts';
import {
  chatRow,
  closeHistory,
  historyList,
  openHistory,
  openingPart,
  pressInRow,
  waitForTitles,
} from '../support/history.ts';
import { setSchema } from '../support/schema.ts';
import { answerFileDialog } from './support/fileDialog.ts';
import { databaseFile, reset, useStage } from './support/stage.ts';

/** An answer long enough to be left in its middle. */
const slow = { tokensPerSecond: 60, firstTokenDelayMs: 0 };

interface Exported {
  readonly chats: readonly {
    readonly summary: { readonly id: string; readonly title: string; readonly createdAt: number };
    readonly messages: readonly {
      readonly message: Readonly<Record<'id' | 'role' | 'model', string | undefined>> & {
        readonly parts: readonly Readonly<Record<'kind' | 'text', string>>[];
      };
      readonly parentId?: string;
    }[];
    readonly leafId?: string;
  }[];
}

/** Of an exported file what an import takes: all branches, and nothing of what was paid. */
function whatWasSaid(text: string): unknown {
  return (JSON.parse(text) as Exported).chats.map(({ summary: { id, title, createdAt }, messages, leafId }) => ({
    chat: [id, title, createdAt, leafId],
    messages: messages.map(({ message: { id: messageId, role, parts, model }, parentId }) => ({
      ...{ messageId, role, model, parentId },
      said: parts.map(({ kind, text: words }) => [kind, words]),
    })),
  }));
}

describe('kept chats', () => {
  const stage = useStage({ key: demoKey });

  beforeEach(async () => {
    await closeHistory(stage().window);
    await reset(stage());
  });

  it('are listed, found, named, pinned, deleted and brought back with the keyboard', async () => {
    const { window } = stage();
    const { keyboard } = window.page;
    await askAndWait(window, 'First chat about rivers');
    await newChat(window);
    await askAndWait(window, 'Second chat about 数据库查询');
    await openHistory(window);
    const titles = await waitForTitles(window, (shown) => shown.length === 2);
    expect(titles).toEqual(['Second chat about 数据库查询', 'First chat about rivers']);

    await keyboard.insertText('库查');
    await waitForTitles(window, (shown) => shown.length === 1);
    expect(await chatRow(window, '数据库查询').locator('mark').allInnerTexts()).toEqual(['库查']);
    await keyboard.press('ControlOrMeta+A');
    await keyboard.type('rivers');
    await waitForTitles(window, (shown) => shown[0] === 'First chat about rivers');

    await keyboard.press('ArrowDown');
    await keyboard.press('F2');
    await panel(window).getByRole('textbox', { name: 'Title', exact: true }).waitFor();
    await keyboard.type('Sungai');
    await keyboard.press('Enter');
    await waitForTitles(window, (shown) => shown[0] === 'Sungai');

    await openingPart(chatRow(window, 'Sungai')).focus();
    await keyboard.press('Tab');
    expect(
      await chatRow(window, 'Sungai')
        .getByRole('button', { name: 'Pin', exact: true })
        .evaluate((element) => element.matches(':focus')),
    ).toBe(true);
    await keyboard.press('Enter');
    await historyList(window).getByRole('heading', { name: 'Pinned' }).waitFor();

    await openingPart(chatRow(window, 'Sungai')).focus();
    await keyboard.press('Delete');
    await waitForTitles(window, (shown) => !shown.includes('Sungai'));
    await button(window, 'Trash').press('Enter');
    await chatRow(window, 'Sungai').waitFor();
    await openingPart(chatRow(window, 'Sungai')).focus();
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await waitForTitles(window, (shown) => !shown.includes('Sungai'));
    await button(window, 'Back to chats').press('Enter');
    await waitForTitles(window, (shown) => shown.includes('Sungai'));
    await openingPart(chatRow(window, 'Sungai')).press('Enter');
    await questions(window).filter({ hasText: 'First chat about rivers' }).waitFor();
    expect(await answers(window).count()).toBe(1);
  });

  // Rows: F12, F14
  it('keep what came of an answer when the window is reloaded in its middle, and continue it', async () => {
    const { window, gateway } = stage();
    gateway.configure(slow);
    await ask(window, 'Tell a long story');
    const text = () => lastAnswer(window).locator('.markdown').first().innerText();
    const before = await window.waitFor(text, (shown) => shown.length > 100);
    await window.reload();
    await questions(window).filter({ hasText: 'Tell a long story' }).waitFor();
    const continueButton = alerts(window).getByRole('button', { name: 'Continue', exact: true });
    await continueButton.waitFor();
    const after = await text();
    // Of 60 tokens a second at most one second may be missing.
    expect(after.length).toBeGreaterThan(before.length - 300);
    expect(before.startsWith(after.slice(0, 15))).toBe(true);
    gateway.configure({ tokensPerSecond: Infinity });
    await continueButton.click();
    await answerEnds(window);
    await window.waitFor(
      () => alerts(window).count(),
      (count) => count === 0,
    );
  });

  // Rows: F6
  it('show in another window within two seconds, and take messages of both', async () => {
    const { window, workbench } = stage();
    await askAndWait(window, 'Shared between windows');
    const other = await workbench.openWindow();
    try {
      await other.runCommand('OpenCodex: Focus on Chat View');
      await openHistory(other);
      await openingPart(chatRow(other, 'Shared between windows')).click();
      await questions(other).filter({ hasText: 'Shared between windows' }).waitFor();
      await askAndWait(other, 'From the other window');
      await questions(window).filter({ hasText: 'From the other window' }).waitFor({ timeout: 2_000 });
      await askAndWait(window, 'And back again');
      await questions(other).filter({ hasText: 'And back again' }).waitFor({ timeout: 2_000 });
      expect(await questions(other).count()).toBe(3);
      await openHistory(other);
      await newChat(window);
      await askAndWait(window, 'Made while the list is open');
      await chatRow(other, 'Made while the list is open').waitFor({ timeout: 2_000 });
      await openHistory(window);
      await pressInRow(chatRow(window, 'Made while the list is open'), 'Move to trash');
      await chatRow(other, 'Made while the list is open').waitFor({ state: 'detached', timeout: 2_000 });
    } finally {
      await other.page.close();
    }
  });

  // Rows: F18
  it('go out to a file, and come back with all that was said after everything was deleted', async () => {
    const { window } = stage();
    const folder = await mkdtemp(join(tmpdir(), 'opencodex-export-'));
    const exportAll = async (name: string): Promise<unknown> => {
      const path = join(folder, name);
      await window.runCommand('OpenCodex: Export Chat');
      await window.quickInput.pick('All chats as JSON');
      await answerFileDialog(window, path);
      await window.notification(`Exported to ${path}`).waitFor();
      await window.runCommand('Notifications: Clear All Notifications');
      return whatWasSaid(await readFile(path, 'utf8'));
    };
    try {
      await askAndWait(window, 'Something to keep');
      await waitForText(window, '');
      const before = await exportAll('before.json');
      await openHistory(window);
      let titles = await waitForTitles(window, (shown) => shown.includes('Something to keep'));
      while (titles.length > 0) {
        const left = titles.length - 1;
        await pressInRow(historyList(window).getByRole('listitem').first(), 'Move to trash');
        titles = await waitForTitles(window, (shown) => shown.length === left);
      }
      await button(window, 'Trash').click();
      await button(window, 'Empty trash').click();
      await window.pressInDialog('Delete for good');
      await historyList(window).getByText('The trash is empty.').waitFor();
      await writeFile(join(folder, 'other.json'), '{"not": "chats"}');
      await window.runCommand('OpenCodex: Import Chats');
      await answerFileDialog(window, join(folder, 'other.json'));
      await window.pressInNotification('other.json was not imported: it holds no chats', 'Choose another file');
      await answerFileDialog(window, join(folder, 'before.json'));
      await window.notification('chats imported').waitFor();
      expect(await exportAll('after.json')).toEqual(before);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('are kept again when the button of the notice has loaded the newer version', async () => {
    const { window } = stage();
    await askAndWait(window, 'Kept before the update');
    const known = setSchema(databaseFile(stage()), 99);
    await askAndWait(window, 'Asked after the update');
    const notice = panel(window).getByText('another window runs a newer version of OpenCodex');
    await notice.waitFor();
    const loaded = window.page.waitForEvent('load');
    await button(window, 'Reload to update').click();
    // The version that is loaded now is the newer one.
    setSchema(databaseFile(stage()), known);
    await loaded;
    await window.waitUntilReady();
    await askAndWait(window, 'Asked after the reload');
    expect(await notice.count()).toBe(0);
    await openHistory(window);
    await chatRow(window, 'Kept before the update').waitFor();
  });
});
