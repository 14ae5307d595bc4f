// Chats that are kept: listed, found, named, deleted and brought back, and written to a file.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { answers, askAndWait, button, newChat, panel, questions } from '../support/chat.ts';
import {
  chatRow,
  closeHistory,
  historyList,
  openHistory,
  openingPart,
  pressInRow,
  searchBox,
  waitForTitles,
} from '../support/history.ts';
import { editor } from './standIn/editor.ts';
import { Uri } from './standIn/values.ts';
import { reset, useStage } from './support/stage.ts';

describe('kept chats', () => {
  const stage = useStage({ key: demoKey });

  beforeEach(async () => {
    await closeHistory(stage().window);
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

  // Rows: F17
  it.each([
    ['was renamed', ['renamed']],
    ['became one of several', ['added', 'one']],
    ['was closed', []],
  ])('are listed and open after the folder in which they began %s', async (what, names) => {
    const { window } = stage();
    const open = (folders: readonly string[]) => {
      editor.workspaceFolders = folders.map((name, index) => ({ uri: Uri.file(`/work/${name}`), name, index }));
      editor.workspaceName = folders[0];
    };
    open(['one']);
    await askAndWait(window, `It ${what}`);
    await newChat(window);
    open(names);
    await window.reload();
    await openHistory(window);
    await openingPart(chatRow(window, `It ${what}`)).click();
    await questions(window)
      .filter({ hasText: `It ${what}` })
      .waitFor();
    expect(await answers(window).count()).toBe(1);
    open([]);
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

  it.each([
    ['All chats as JSON', homedir(), 'opencodex-chats.json'],
    ['This chat as JSON', '/work/shop', 'Private words.json'],
    ['This chat as Markdown', '/work/shop', 'Private words.md'],
  ])('%s are offered to be saved in %s', async (choice, folder, name) => {
    const { window } = stage();
    editor.workspaceFolders = [{ uri: Uri.file('/work/shop'), name: 'shop', index: 0 }];
    try {
      await askAndWait(window, 'Private words');
      await window.runCommand('OpenCodex: Export Chat');
      await window.quickInput.pick(choice);
      await window.waitFor(() => Promise.resolve(editor.isFileAsked), Boolean);
      expect(editor.offeredPlace).toBe(join(folder, name));
      editor.answerFileDialog(undefined);
    } finally {
      editor.workspaceFolders = undefined;
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
      await window.answerFileDialog(`/${'聊'.repeat(100)}.json`);
      const notWritten = 'The file was not written:';
      await window.notification(notWritten);
      await askAndWait(window, 'Asked before the second try');
      await window.pressInNotification(notWritten, 'Try again');
      const path = join(folder, 'chat.json');
      await window.answerFileDialog(path);
      await window.notification(`Exported to ${path}`);
      expect(await readFile(path, 'utf8')).toContain('Asked before the second try');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
