// The chat panel in use: sending, streaming, stopping, models, the queue. What only a real VS Code shows of it is in test/e2e/chat.test.ts.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { defaultModels } from '../gateway/models.ts';
import {
  answerEnds,
  answers,
  ask,
  askAndWait,
  bodyOf,
  chatRequests,
  defaultModel,
  lastAnswer,
  lastChatRequest,
  liveRegionSays,
  messageBox,
  modelBox,
  newChatButton,
  panel,
  questions,
  stopButton,
  waitForText,
} from '../support/chat.ts';
import { reset, useStage } from './support/stage.ts';

/** Tabs, trailing spaces, an empty line, an emoji and marks of Markdown and HTML: all must come through. */
const python = 'def greet(name):\n\treturn f"<b>{name}</b>"  \n\n# **not bold** &amp; 🦜';
const words = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');

describe('the chat panel', () => {
  const stage = useStage({ key: demoKey });
  beforeEach(async () => {
    await reset(stage());
    await modelBox(stage().window).selectOption(defaultModel);
  });
  afterEach(() => {
    expect(stage().window.troubles).toEqual([]);
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

  // Rows: F35
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
  });

  it('sorts the model menu and keeps favourites first in it', async () => {
    const { window } = stage();
    const { quickInput } = window;
    await modelBox(window).selectOption({ label: 'Other model…' });
    await quickInput.waitFor('Select Model');
    await quickInput.press('Sort by name');
    await quickInput.waitForButton('Sort by name (on)');
    await quickInput.waitForLabels(([first]) => first === 'claude-3-sonnet');
    await quickInput.type('gpt-4o-mini');
    await quickInput.pressInRow('gpt-4o-mini', 'Add to favorites');
    await quickInput.waitForButtonInRow('gpt-4o-mini', 'Remove from favorites');
    await quickInput.cancel();
    await modelBox(window).selectOption({ label: 'Other model…' });
    await quickInput.waitFor('Select Model');
    await quickInput.waitForButton('Sort by name (on)');
    await quickInput.waitForLabels(([first, second]) => first === 'gpt-4o-mini' && second === 'claude-3-sonnet');
    await quickInput.cancel();
  });

  it.each(['python', 'py'])(
    'gives exactly the code of a block of %s to the clipboard and to a new file',
    async (name) => {
      const { window, gateway } = stage();
      const code = `${python}\n# ${name}`;
      const text = `Before.\n\n\`\`\`${name}\n${code}\n\`\`\`\n\nAfter.`;
      gateway.configure({ answer: () => ({ text }) });
      await askAndWait(window, 'Code, please.');
      const block = lastAnswer(window).getByRole('group', { name: 'Python' });
      const copied = (): Promise<string> => Promise.resolve(window.clipboard);
      await block.getByRole('button', { name: 'Copy code', exact: true }).click();
      await window.waitFor(copied, (part) => part === code);
      await lastAnswer(window).getByRole('button', { name: 'Copy', exact: true }).click();
      await window.waitFor(copied, (all) => all === text);
      await block.getByRole('button', { name: 'New file', exact: true }).click();
      await window.waitFor(
        () => Promise.resolve(window.shownText),
        (shown) => shown?.language === 'python' && shown.content === code,
      );
    },
  );

  it('lets a message that is typed during an answer wait for its end', async () => {
    const { window, gateway } = stage();
    gateway.configure({ tokensPerSecond: 200, answer: () => ({ text: words }) });
    await ask(window, 'First');
    await waitForText(window, 'word5');
    await messageBox(window).fill('Second');
    await messageBox(window).press('Enter');
    await panel(window).getByRole('list', { name: 'Queued messages' }).getByText('Second').waitFor();
    expect(await questions(window).count()).toBe(1);
    gateway.configure({ tokensPerSecond: 0, answer: () => ({ text: 'The second answer.' }) });
    await answers(window).getByText('The second answer.').waitFor({ timeout: 30_000 });
    await answerEnds(window);
    expect(await panel(window).getByRole('list', { name: 'Queued messages' }).count()).toBe(0);
    const roles = bodyOf(lastChatRequest(gateway)).messages.map(({ role, content }) => [role, content]);
    expect(roles.slice(1)).toEqual([
      ['user', 'First'],
      ['assistant', words],
      ['user', 'Second'],
    ]);
  });

  it('gets the whole answer though network settings change meanwhile', async () => {
    const { window, gateway } = stage();
    gateway.configure({ tokensPerSecond: 60, answer: () => ({ text: words }) });
    await ask(window, 'Go on, whatever I set');
    await waitForText(window, 'word5');
    window.changeSettings({ 'opencodex.network.idleTimeout': 60 });
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
});
