// The chat panel in use: sending, streaming, stopping, models, code blocks, the queue, and what a model may not do in it.
import type { Locator } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultModels } from '../gateway/models.ts';
import type { WorkbenchWindow } from '../harness/workbenchWindow.ts';
import {
  answerEnds,
  answers,
  ask,
  askAndWait,
  bodyOf,
  button,
  chatRequests,
  conversation,
  defaultModel,
  lastAnswer,
  lastChatRequest,
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
import { closeEditors, reloadWindow, reset, useSharedStage } from './support/stage.ts';

const notes = 'first line\nsecond line\nthird line';
const words = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');
/** Tabs, trailing spaces, an empty line, an emoji and marks of Markdown and HTML: all must come through. */
const python = 'def greet(name):\n\treturn f"<b>{name}</b>"  \n\n# **not bold** &amp; 🦜';

async function liveRegionSays(window: WorkbenchWindow, text: string): Promise<void> {
  await panel(window).getByRole('status').filter({ hasText: text }).waitFor({ state: 'attached' });
}

async function clipboard(window: WorkbenchWindow): Promise<string> {
  return window.page.evaluate(() => navigator.clipboard.readText());
}

describe('the chat panel', () => {
  const stage = useSharedStage({ 'notes.txt': notes });
  beforeEach(() => reset(stage()));

  it('has the accessible names of product.md, each once', async () => {
    const { window, gateway } = stage();
    gateway.configure({ answer: () => ({ text: `Here:\n\n\`\`\`python\n${python}\n\`\`\`\n\nDone.` }) });
    for (const element of [messageBox(window), sendButton(window), newChatButton(window), modelBox(window)]) {
      expect(await element.count()).toBe(1);
    }
    expect(await conversation(window).getAttribute('aria-live')).toBe('off');
    expect(await stopButton(window).count()).toBe(0);
    await askAndWait(window, 'Hello');
    expect(await questions(window).count()).toBe(1);
    expect(await answers(window).count()).toBe(1);
    expect(await questions(window).getByRole('button', { name: 'Copy', exact: true }).count()).toBe(1);
    expect(await answers(window).getByRole('button', { name: 'Copy', exact: true }).count()).toBe(1);
    const block = answers(window).getByRole('group', { name: 'Python' });
    for (const name of ['Copy code', 'Insert at cursor', 'New file']) {
      expect(await block.getByRole('button', { name, exact: true }).count(), name).toBe(1);
    }
    expect(await panel(window).getByRole('status').count()).toBe(1);
  });

  it('tells a screen reader when an answer begins, ends and is stopped', async () => {
    const { window, gateway } = stage();
    gateway.configure({ tokensPerSecond: 60, answer: () => ({ text: words }) });
    await ask(window, 'Slowly, please.');
    await liveRegionSays(window, 'Answering');
    await waitForText(window, 'word5');
    await stopButton(window).click();
    await liveRegionSays(window, 'Stopped');
    const kept = await lastAnswer(window).innerText();
    expect(kept).toContain('word0 word1');
    expect(kept).not.toContain('word299');
    const { id } = lastChatRequest(gateway);
    await gateway.journal.next((entry) => entry.id === id && entry.outcome === 'aborted');
    gateway.configure({ tokensPerSecond: 0 });
    await askAndWait(window, 'Now fast.');
    await liveRegionSays(window, 'Answer finished');
    expect(await lastAnswer(window).innerText()).toContain(words);
  });

  it('sends on Enter, and begins a new line on Shift+Enter', async () => {
    const { window, gateway } = stage();
    const before = chatRequests(gateway).length;
    await messageBox(window).click();
    await window.page.keyboard.type('one');
    await window.page.keyboard.press('Shift+Enter');
    await window.page.keyboard.type('two');
    expect(await messageBox(window).inputValue()).toBe('one\ntwo');
    expect(chatRequests(gateway)).toHaveLength(before);
    await window.page.keyboard.press('Enter');
    await answers(window).waitFor();
    await answerEnds(window);
    expect(bodyOf(lastChatRequest(gateway)).messages.at(-1)).toEqual({ role: 'user', content: 'one\ntwo' });
    expect(await messageBox(window).inputValue()).toBe('');
  });

  it('sends one request for ten fast Enters', async () => {
    const { window, gateway } = stage();
    const before = chatRequests(gateway).length;
    await messageBox(window).fill('Only once');
    await messageBox(window).evaluate((box) => {
      for (let press = 0; press < 10; press += 1) {
        box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      }
    });
    await answers(window).waitFor();
    await answerEnds(window);
    await askAndWait(window, 'And now this');
    expect(chatRequests(gateway)).toHaveLength(before + 2);
    const sent = bodyOf(lastChatRequest(gateway)).messages.filter(({ role }) => role === 'user');
    expect(sent.map(({ content }) => content)).toEqual(['Only once', 'And now this']);
  });

  it('lists the models of the gateway and asks the chosen one', async () => {
    const { window, gateway } = stage();
    const options = await modelBox(window).getByRole('option').allInnerTexts();
    expect(options).toEqual([...defaultModels.map(({ id }) => id), 'Other model…']);
    await modelBox(window).selectOption('qwen-plus');
    await askAndWait(window, 'Who are you?', 'qwen-plus');
    expect(bodyOf(lastChatRequest(gateway)).model).toBe('qwen-plus');
    await modelBox(window).selectOption(defaultModel);
    await askAndWait(window, 'And you?');
    expect(bodyOf(lastChatRequest(gateway)).model).toBe(defaultModel);
  });

  it('takes any model id that is typed after "Other model…"', async () => {
    const { window, gateway } = stage();
    gateway.configure({ acceptAnyModel: true });
    await modelBox(window).selectOption({ label: 'Other model…' });
    await window.quickInput.waitFor('Select Model');
    await window.quickInput.type('house/own-model');
    await window.quickInput.pick('Use “house/own-model”');
    await window.waitFor(
      () => modelBox(window).inputValue(),
      (value) => value === 'house/own-model',
    );
    await askAndWait(window, 'Hello', 'house/own-model');
    expect(bodyOf(lastChatRequest(gateway)).model).toBe('house/own-model');
    await modelBox(window).selectOption(defaultModel);
  });

  it('has the focus back after a model was chosen, but not from an editor that the user went to instead', async () => {
    const { window } = stage();
    const { keyboard } = window.page;
    await window.runCommand('File: New Untitled Text File');
    await window.activeTab('Untitled').waitFor();
    await modelBox(window).selectOption({ label: 'Other model…' });
    await window.quickInput.waitFor('Select Model');
    await window.editor().locator('.view-lines').click();
    await window.quickInput.widget.waitFor({ state: 'hidden' });
    // As fast as people type: the focus must not go while they do.
    await keyboard.type('written in the editor', { delay: 50 });
    await window.waitForEditorText((text) => text === 'written in the editor');
    await modelBox(window).selectOption({ label: 'Other model…' });
    await window.quickInput.waitFor('Select Model');
    await window.quickInput.pick(defaultModel);
    await messageBox(window).and(panel(window).locator(':focus')).waitFor();
    await window.runCommand('View: Revert and Close Editor');
  });

  it('sorts the model menu and keeps favourites first in it', async () => {
    const { window } = stage();
    const { quickInput } = window;
    const titleButton = (name: string): Locator => quickInput.widget.getByRole('button', { name, exact: true });
    await modelBox(window).selectOption({ label: 'Other model…' });
    await quickInput.waitFor('Select Model');
    await titleButton('Sort by name').click();
    await titleButton('Sort by name (on)').waitFor();
    await window.waitFor(
      () => quickInput.items(),
      ([first]) => first?.startsWith('claude-3-sonnet') === true,
    );
    await quickInput.type('gpt-4o-mini');
    const row = quickInput.row('gpt-4o-mini');
    await row.hover();
    await row.getByRole('button', { name: 'Add to favorites' }).click();
    await row.getByRole('button', { name: 'Remove from favorites' }).waitFor({ state: 'attached' });
    await quickInput.cancel();
    await modelBox(window).selectOption({ label: 'Other model…' });
    await quickInput.waitFor('Select Model');
    await titleButton('Sort by name (on)').waitFor();
    await window.waitFor(
      () => quickInput.items(),
      ([first, second]) => first?.startsWith('gpt-4o-mini') === true && second?.startsWith('claude-3-sonnet') === true,
    );
    await quickInput.cancel();
  });

  it('copies exactly the code of a block, and exactly the text of an answer', async () => {
    const { window, gateway } = stage();
    const text = `Before.\n\n\`\`\`python\n${python}\n\`\`\`\n\nAfter.`;
    gateway.configure({ answer: () => ({ text }) });
    await askAndWait(window, 'Code, please.');
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
  });

  it('inserts code at the cursor of the open file as one undo step', async () => {
    const { window, gateway } = stage();
    gateway.configure({ answer: () => ({ text: '```\nnew one\nnew two\n```' }) });
    await window.openFile('notes.txt', 2);
    await askAndWait(window, 'Two lines, please.');
    await button(window, 'Insert at cursor').click();
    await window.waitForEditorText((text) => text === 'first line\nnew one\nnew twosecond line\nthird line');
    await window.page.locator('.part.editor .monaco-editor.focused').waitFor();
    await window.page.keyboard.press('ControlOrMeta+Z');
    await window.waitForEditorText((text) => text === notes);
  });

  it('opens code as a new file of its language', async () => {
    const { window, gateway } = stage();
    gateway.configure({ answer: () => ({ text: `\`\`\`py\n${python}\n\`\`\`` }) });
    await askAndWait(window, 'A file, please.');
    await button(window, 'New file').click();
    await window.activeTab('def greet(name):').waitFor();
    await window.page.locator('[id="status.editor.mode"]').filter({ hasText: 'Python' }).waitFor();
    const shown = await window.editorText();
    expect(shown.split('\n')).toHaveLength(4);
    expect(shown).toContain('# **not bold** &amp; 🦜');
    await closeEditors(window);
  });

  it('lets a message that is typed during an answer wait for its end', async () => {
    const { window, gateway } = stage();
    gateway.configure({ tokensPerSecond: 200, answer: () => ({ text: words }) });
    await ask(window, 'First');
    await waitForText(window, 'word5');
    await messageBox(window).fill('Second');
    await messageBox(window).press('Enter');
    await panel(window).getByRole('group', { name: 'Queued messages' }).getByText('Second').waitFor();
    expect(await questions(window).count()).toBe(1);
    gateway.configure({ tokensPerSecond: 0, answer: () => ({ text: 'The second answer.' }) });
    await answers(window).getByText('The second answer.').waitFor({ timeout: 30_000 });
    await answerEnds(window);
    expect(await panel(window).getByRole('group', { name: 'Queued messages' }).count()).toBe(0);
    const roles = bodyOf(lastChatRequest(gateway)).messages.map(({ role, content }) => [role, content]);
    expect(roles.slice(1)).toEqual([
      ['user', 'First'],
      ['assistant', words],
      ['user', 'Second'],
    ]);
  });

  it('gets the whole answer though network settings change meanwhile', async () => {
    const { window, gateway, workbench } = stage();
    gateway.configure({ tokensPerSecond: 60, answer: () => ({ text: words }) });
    await ask(window, 'Go on, whatever I set');
    await waitForText(window, 'word5');
    await workbench.changeSettings({ 'opencodex.network.idleTimeout': 60 });
    gateway.configure({ tokensPerSecond: 0 });
    await answerEnds(window);
    expect(await lastAnswer(window).innerText()).toContain(words.trim().split(/\s+/).at(-1));
    expect(await lastAnswer(window).getByText('Stopped').count()).toBe(0);
  });

  it('is empty after New chat, and the next request holds nothing of the old one', async () => {
    const { window, gateway } = stage();
    await askAndWait(window, 'Old question');
    await newChatButton(window).click();
    await questions(window).waitFor({ state: 'detached' });
    expect(await answers(window).count()).toBe(0);
    await askAndWait(window, 'New question');
    await window.runCommand('OpenCodex: New Chat');
    await questions(window).waitFor({ state: 'detached' });
    expect(JSON.stringify(lastChatRequest(gateway).body)).not.toContain('Old question');
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
