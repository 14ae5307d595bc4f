// The chat panel in a real VS Code: one walk through it, the focus, a reload, being hidden, and what a model may not do in it.
// Everything else of it is in test/window/chat.test.ts.
import { beforeEach, describe, expect, it } from 'vitest';
import type { WorkbenchWindow } from '../harness/workbenchWindow.ts';
import {
  answerEnds,
  answers,
  ask,
  askAndWait,
  bodyOf,
  button,
  conversation,
  defaultModel,
  lastAnswer,
  lastChatRequest,
  liveRegionSays,
  messageBox,
  modelBox,
  newChatButton,
  panel,
  questions,
  sendButton,
  showChat,
  stopButton,
  waitForText,
} from '../support/chat.ts';
import { chatFrame } from './support/chatFrame.ts';
import { reloadWindow, reset, useSharedStage } from './support/stage.ts';

const notes = 'first line\nsecond line\nthird line';
const words = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');
/** Tabs, trailing spaces, an empty line, an emoji and marks of Markdown and HTML: all must come through. */
const python = 'def greet(name):\n\treturn f"<b>{name}</b>"  \n\n# **not bold** &amp; 🦜';

async function clipboard(window: WorkbenchWindow): Promise<string> {
  return window.page.evaluate(() => navigator.clipboard.readText());
}

describe('the chat panel', () => {
  const stage = useSharedStage({ 'notes.txt': notes });
  beforeEach(() => reset(stage()));

  it('walks from the first message over its answer to code in files, and stops an answer', async () => {
    const { window, gateway } = stage();
    const { keyboard } = window.page;
    const text = `Before.\n\n\`\`\`py\n${python}\n\`\`\`\n\nAfter.`;
    gateway.configure({ answer: () => ({ text }) });
    for (const element of [messageBox(window), sendButton(window), newChatButton(window), modelBox(window)]) {
      expect(await element.count()).toBe(1);
    }
    expect(await conversation(window).getAttribute('aria-live')).toBe('off');
    expect(await stopButton(window).count()).toBe(0);
    await messageBox(window).click();
    await keyboard.type('Code,');
    await keyboard.press('Shift+Enter');
    await keyboard.type('please.');
    await keyboard.press('Enter');
    await answers(window).waitFor();
    await answerEnds(window);
    expect(bodyOf(lastChatRequest(gateway)).messages.at(-1)).toEqual({ role: 'user', content: 'Code,\nplease.' });
    expect(await questions(window).count()).toBe(1);
    expect(await answers(window).count()).toBe(1);
    expect(await questions(window).getByRole('button', { name: 'Copy', exact: true }).count()).toBe(1);
    expect(await answers(window).getByRole('button', { name: 'Copy', exact: true }).count()).toBe(1);
    const block = answers(window).getByRole('group', { name: 'Python' });
    for (const name of ['Copy code', 'Insert at cursor', 'New file']) {
      expect(await block.getByRole('button', { name, exact: true }).count(), name).toBe(1);
    }
    expect(await panel(window).getByRole('status').count()).toBe(1);

    await button(window, 'Copy code').click();
    await window.waitFor(
      () => clipboard(window),
      (copied) => copied === python,
    );
    await lastAnswer(window).getByRole('button', { name: 'Copy', exact: true }).click();
    await window.waitFor(
      () => clipboard(window),
      (copied) => copied === text,
    );

    await button(window, 'New file').click();
    await window.activeTab('def greet(name):').waitFor();
    await window.page.locator('[id="status.editor.mode"]').filter({ hasText: 'Python' }).waitFor();
    const shown = await window.editorText();
    expect(shown.split('\n')).toHaveLength(4);
    expect(shown).toContain('# **not bold** &amp; 🦜');

    gateway.configure({ answer: () => ({ text: '```\nnew one\nnew two\n```' }) });
    await window.openFile('notes.txt', 2);
    await askAndWait(window, 'Two lines, please.');
    await lastAnswer(window).getByRole('button', { name: 'Insert at cursor', exact: true }).click();
    await window.waitForEditorText((all) => all === 'first line\nnew one\nnew twosecond line\nthird line');
    await window.page.locator('.part.editor .monaco-editor.focused').waitFor();
    await keyboard.press('ControlOrMeta+Z');
    await window.waitForEditorText((all) => all === notes);

    gateway.configure({ tokensPerSecond: 60, answer: () => ({ text: words }) });
    await ask(window, 'Slowly, please.');
    await liveRegionSays(window, 'Answering');
    await waitForText(window, 'word5');
    await stopButton(window).click();
    await liveRegionSays(window, 'Stopped');
    expect(await lastAnswer(window).innerText()).toContain('word0 word1');
    const { id } = lastChatRequest(gateway);
    await gateway.journal.next((entry) => entry.id === id && entry.outcome === 'aborted');
  });

  it('has the focus back after a model was chosen in the menu, but not from an editor that the user went to instead', async () => {
    const { window, gateway } = stage();
    const { quickInput } = window;
    const { keyboard } = window.page;
    gateway.configure({ acceptAnyModel: true });
    await window.runCommand('File: New Untitled Text File');
    await window.activeTab('Untitled').waitFor();
    await modelBox(window).selectOption({ label: 'Other model…' });
    await quickInput.waitFor('Select Model');
    await window.editor().locator('.view-lines').click();
    await quickInput.widget.waitFor({ state: 'hidden' });
    // As fast as people type: the focus must not go while they do.
    await keyboard.type('written in the editor', { delay: 50 });
    await window.waitForEditorText((text) => text === 'written in the editor');
    await modelBox(window).selectOption({ label: 'Other model…' });
    await quickInput.waitFor('Select Model');
    // How VS Code shows the menu's buttons and an id that is in no list: the rest of the menu is in test/window.
    await quickInput.widget.getByRole('button', { name: 'Sort by name', exact: true }).click();
    await quickInput.widget.getByRole('button', { name: 'Sort by name (on)', exact: true }).waitFor();
    await quickInput.type('gpt-4o-mini');
    const row = quickInput.row('gpt-4o-mini');
    await row.hover();
    await row.getByRole('button', { name: 'Add to favorites' }).click();
    await row.getByRole('button', { name: 'Remove from favorites' }).waitFor({ state: 'attached' });
    await quickInput.type('house/own-model');
    await quickInput.pick('Use “house/own-model”');
    await messageBox(window).and(panel(window).locator(':focus')).waitFor();
    await window.waitFor(
      () => modelBox(window).inputValue(),
      (value) => value === 'house/own-model',
    );
    await modelBox(window).selectOption(defaultModel);
    await window.runCommand('View: Revert and Close Editor');
  });

  it('keeps the draft over a reload of the window', async () => {
    const { window } = stage();
    await messageBox(window).fill('half a thought\nand more');
    await reloadWindow(window);
    await showChat(window);
    await window.waitFor(
      () => messageBox(window).inputValue(),
      (text) => text === 'half a thought\nand more',
    );
    await messageBox(window).fill('');
  });

  it('loses no text while it is hidden in the middle of an answer', async () => {
    const { window, gateway } = stage();
    // Slow enough to go on while the side bar changes, however busy the machine is.
    gateway.configure({ tokensPerSecond: 30, answer: () => ({ text: words }) });
    await ask(window, 'Many words, please.');
    await waitForText(window, 'word9');
    const { id } = lastChatRequest(gateway);
    await window.runCommand('View: Show Explorer');
    await messageBox(window).waitFor({ state: 'detached' });
    const { completionTokens } = lastChatRequest(gateway);
    await gateway.journal.next((entry) => entry.id === id && entry.completionTokens > completionTokens + 20);
    await showChat(window);
    gateway.configure({ tokensPerSecond: 0 });
    await answerEnds(window);
    expect(await lastAnswer(window).innerText()).toContain(words);
    expect(await questions(window).count()).toBe(1);
    expect(lastChatRequest(gateway)).toMatchObject({ id, outcome: 'answered' });
  });

  // Rows: T1, T5, T6
  it('shows hostile Markdown as text: nothing runs, nothing is loaded, no unsafe link', async () => {
    const { window, gateway } = stage();
    const dialogs: string[] = [];
    const fetched: string[] = [];
    window.page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    window.page.on('request', (request) => fetched.push(request.url()));
    await askAndWait(window, 'Show me hostile markdown.');
    await lastAnswer(window).getByText('End.', { exact: true }).waitFor();
    const answer = lastAnswer(window).locator('.markdown').last();
    const unsafe = answer.locator(
      'script, img, svg, iframe, style, link, form, meta, details, object, [onclick], [onerror]',
    );
    expect(await unsafe.count()).toBe(0);
    const links = await answer.locator('a').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    expect(links.filter((href) => !/^(?:https?|mailto):/.test(href))).toEqual([]);
    expect(await answer.innerText()).toContain('script link');
    // A further answer gives whatever was begun the time to show.
    await askAndWait(window, 'Show me a table.');
    const marks = await Promise.all(
      window.page.frames().map((frame) => frame.evaluate(() => Reflect.has(globalThis, 'hostileMarkdownRan'))),
    );
    expect(marks.filter(Boolean)).toEqual([]);
    expect(dialogs).toEqual([]);
    expect(fetched.filter((url) => url.includes('/elsewhere'))).toEqual([]);
    expect(gateway.journal.entries.filter(({ path }) => path.includes('/elsewhere'))).toEqual([]);
    expect(await (await chatFrame(window)).evaluate(() => getComputedStyle(document.body).display)).not.toBe('none');
  });
});
