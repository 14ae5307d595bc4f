// Chats that are kept: found, named, deleted and brought back, in one window and in several, over reloads, out to files and in.
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
  answerFileDialog,
  chatRow,
  historyList,
  openHistory,
  openingPart,
  pressInRow,
  searchBox,
  waitForTitles,
} from './support/history.ts';
import { reset, useStage } from './support/stage.ts';

/** An answer long enough to be left in its middle. */
const slow = { tokensPerSecond: 60, firstTokenDelayMs: 0 };

describe('kept chats', () => {
  const stage = useStage({ key: demoKey });

  beforeEach(async () => {
    if (await searchBox(stage().window).isVisible()) {
      await button(stage().window, 'Close history').click();
    }
    await reset(stage());
  });

  it('are listed by day with their model, and open with all their messages', async () => {
    const { window } = stage();
    await askAndWait(window, 'First chat about rivers');
    await newChat(window);
    await askAndWait(window, 'Second chat about 数据库查询');
    await openHistory(window);
    const titles = await waitForTitles(window, (shown) => shown.length >= 2);
    expect(titles.slice(0, 2)).toEqual(['Second chat about 数据库查询', 'First chat about rivers']);
    expect(await historyList(window).getByRole('heading', { name: 'Today' }).count()).toBe(1);
    expect(await chatRow(window, 'rivers').innerText()).toContain('deepseek-chat');
    await openingPart(chatRow(window, 'rivers')).click();
    await questions(window).filter({ hasText: 'First chat about rivers' }).waitFor();
    expect(await answers(window).count()).toBe(1);
    await askAndWait(window, 'And one more');
    await openHistory(window);
    await waitForTitles(window, (shown) => shown[0] === 'First chat about rivers');
  });

  it('are found by pieces of their text, in Chinese too, with the match marked', async () => {
    const { window } = stage();
    await openHistory(window);
    await searchBox(window).fill('库查');
    await waitForTitles(window, (shown) => shown.length === 1);
    const row = chatRow(window, '数据库查询');
    expect(await row.locator('mark').allInnerTexts()).toEqual(['库查']);
    await searchBox(window).fill('no such words anywhere');
    await historyList(window).getByText('No chat matches.').waitFor();
  });

  it('are renamed and pinned by keyboard and button, and stay so over a reload', async () => {
    const { window } = stage();
    await openHistory(window);
    await searchBox(window).fill('');
    await chatRow(window, 'rivers').waitFor();
    await openingPart(chatRow(window, 'rivers')).focus();
    await window.page.keyboard.press('F2');
    await panel(window).getByRole('textbox', { name: 'Title', exact: true }).fill('Sungai');
    await window.page.keyboard.press('Enter');
    await pressInRow(chatRow(window, 'Sungai'), 'Pin');
    await historyList(window).getByRole('heading', { name: 'Pinned' }).waitFor();
    await window.reload();
    await openHistory(window);
    const titles = await waitForTitles(window, (shown) => shown.length >= 2);
    expect(titles[0]).toBe('Sungai');
  });

  it('are deleted to a trash, with undo and restore', async () => {
    const { window } = stage();
    await openHistory(window);
    await pressInRow(chatRow(window, 'Sungai'), 'Move to trash');
    await waitForTitles(window, (shown) => !shown.includes('Sungai'));
    await button(window, 'Undo').click();
    await waitForTitles(window, (shown) => shown.includes('Sungai'));
    await openingPart(chatRow(window, 'Sungai')).focus();
    await window.page.keyboard.press('Delete');
    await waitForTitles(window, (shown) => !shown.includes('Sungai'));
    await button(window, 'Trash').click();
    await pressInRow(chatRow(window, 'Sungai'), 'Restore');
    await button(window, 'Back to chats').click();
    await waitForTitles(window, (shown) => shown.includes('Sungai'));
  });

  it.each(Array.from({ length: 10 }, (_, index) => index))(
    'keep what came of an answer when the window is reloaded in its middle (%i)',
    async (index) => {
      const { window, gateway } = stage();
      gateway.configure(slow);
      await ask(window, `Tell a long story, number ${index}`);
      const length = 20 + index * 40;
      const before = await window.waitFor(
        () =>
          lastAnswer(window)
            .locator('.markdown')
            .first()
            .innerText()
            .catch(() => ''),
        (text) => text.length >= length,
        30_000,
      );
      await window.reload();
      await questions(window)
        .filter({ hasText: `number ${index}` })
        .waitFor();
      await alerts(window).getByRole('button', { name: 'Continue', exact: true }).waitFor();
      const after = await lastAnswer(window).locator('.markdown').first().innerText();
      // Of 60 tokens a second at most one second may be missing.
      expect(after.length).toBeGreaterThan(before.length - 300);
      expect(before.startsWith(after.slice(0, 15))).toBe(true);
    },
  );

  it('continue an answer that was interrupted', async () => {
    const { window, gateway } = stage();
    gateway.configure(slow);
    await ask(window, 'Tell a long story');
    await window.waitFor(
      () => lastAnswer(window).innerText(),
      (text) => text.length > 100,
    );
    await window.reload();
    gateway.configure({ tokensPerSecond: Infinity });
    await alerts(window).getByRole('button', { name: 'Continue', exact: true }).click();
    await answerEnds(window);
    await window.waitFor(
      () => alerts(window).count(),
      (count) => count === 0,
    );
  });

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

  it('go out to a file, and come back equal after everything was deleted', async () => {
    const { window } = stage();
    const folder = await mkdtemp(join(tmpdir(), 'opencodex-export-'));
    const exportAll = async (name: string): Promise<unknown> => {
      const path = join(folder, name);
      await window.runCommand('OpenCodex: Export Chat');
      await window.quickInput.pick('All chats as JSON');
      await answerFileDialog(window, path);
      await window.notification(`Exported to ${path}`).waitFor();
      await window.runCommand('Notifications: Clear All Notifications');
      return JSON.parse(await readFile(path, 'utf8'));
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

  it('are exported as they are when the file is written, be it at the second try', async () => {
    const { window } = stage();
    const folder = await mkdtemp(join(tmpdir(), 'opencodex-export-'));
    try {
      await askAndWait(window, 'Asked before the export');
      await window.runCommand('OpenCodex: Export Chat');
      await window.quickInput.pick('This chat as JSON');
      // A name of more bytes than a system takes, in a folder that only root may write in.
      await answerFileDialog(window, `/${'聊'.repeat(100)}.json`);
      const notWritten = 'The file was not written:';
      await window.notification(notWritten).waitFor();
      await askAndWait(window, 'Asked before the second try');
      await window.pressInNotification(notWritten, 'Try again');
      const path = join(folder, 'chat.json');
      await answerFileDialog(window, path);
      await window.notification(`Exported to ${path}`).waitFor();
      expect(await readFile(path, 'utf8')).toContain('Asked before the second try');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
