// The main job, step by step, in a running VS Code without a key: first run, key, chat, explain, refactor, balance.
import assert from 'node:assert/strict';
import { demoKey, type Gateway } from '../gateway/gateway.ts';
import type { WorkbenchWindow } from './workbenchWindow.ts';

interface Stage {
  readonly window: WorkbenchWindow;
  readonly gateway: Gateway;
  /** The text of src/orders.js as it is on disk. */
  readonly orders: string;
}

export interface Step {
  readonly title: string;
  readonly run: (stage: Stage) => Promise<string>;
}

const answerWithinMs = 60_000;

/** Each step goes on where the one before it ended, and tells what was seen. */
export const mainJob: readonly Step[] = [
  { title: 'first run without a key', run: firstRun },
  { title: 'a bad key is refused', run: badKey },
  { title: 'a good key is kept', run: goodKey },
  { title: 'an answer streams', run: streamingAnswer },
  { title: 'stop keeps what came', run: stopAnswer },
  { title: 'explain the selection', run: explainSelection },
  { title: 'refactor, accept and undo', run: refactorSelection },
  { title: 'the balance falls', run: balanceFalls },
];

async function firstRun({ window }: Stage): Promise<string> {
  await window.showChat();
  await setApiKeyButton(window).waitFor();
  await waitForBalance(window, (text) => text === 'OpenCodex');
  return 'the panel offers "Set API key", the status bar shows a key';
}

async function badKey({ window, gateway }: Stage): Promise<string> {
  await setApiKeyButton(window).click();
  await window.quickInput.waitFor();
  await window.quickInput.type('sk-live-no-such-key');
  await window.page.keyboard.press('Enter');
  await window.page.getByText('The gateway refused this key').first().waitFor();
  await window.page.keyboard.press('Escape');
  await window.quickInput.widget.waitFor({ state: 'hidden' });
  assert.ok(await setApiKeyButton(window).isVisible(), 'There should still be no key.');
  assert.ok(gateway.journal.entries.every(({ isKeyAccepted }) => !isKeyAccepted));
  return 'said at once, nothing kept';
}

async function goodKey({ window }: Stage): Promise<string> {
  await setApiKeyButton(window).click();
  await window.quickInput.waitFor();
  await window.quickInput.type(demoKey);
  await window.page.keyboard.press('Enter');
  await window.notification('The API key works').waitFor();
  await setApiKeyButton(window).waitFor({ state: 'hidden' });
  const balance = await waitForBalance(window, (text) => text === '500');
  return `checked and kept, the status bar shows ${balance} credits`;
}

/** Lengths at which an answer must be seen on its way: few, since a machine that is busy looks seldom. */
const leastSteps = 4;

async function streamingAnswer({ window, gateway }: Stage): Promise<string> {
  await ask(window, 'Show me some code, please.');
  const lengths = new Set<number>();
  const answer = lastAnswer(window);
  await answer.waitFor();
  await window.waitFor(
    async () => lengths.add((await answer.innerText()).length).size,
    (steps) => steps >= leastSteps,
    answerWithinMs,
  );
  await answerEnds(window);
  const code = answer.getByRole('button', { name: 'Copy code' }).first();
  await code.waitFor();
  const { status, completionTokens } = lastChatRequest(gateway);
  assert.equal(status, 200);
  return `seen to grow in ${lengths.size} steps to ${completionTokens} tokens, with code blocks`;
}

async function stopAnswer({ window, gateway }: Stage): Promise<string> {
  await ask(window, 'Give me a long answer.');
  const answer = lastAnswer(window);
  await window.waitFor(
    () => answer.innerText(),
    (text) => text.length > 200,
    answerWithinMs,
  );
  await window.chat.getByRole('button', { name: 'Stop', exact: true }).click();
  await answerEnds(window);
  const { id } = lastChatRequest(gateway);
  await gateway.journal.next((entry) => entry.id === id && entry.outcome === 'aborted');
  const kept = (await answer.innerText()).length;
  assert.ok(kept > 200, 'What came should still be there.');
  return `${kept} characters kept, the gateway saw the request end`;
}

async function explainSelection({ window, gateway }: Stage): Promise<string> {
  await window.openFile('src/orders.js');
  await window.selectLines(4, 9);
  await window.runCommand('OpenCodex: Explain');
  const question = window.chat.getByRole('article', { name: 'You', exact: true }).last();
  await question.getByText('src/orders.js:4-9').waitFor();
  await window.waitFor(
    () => lastAnswer(window).innerText(),
    (text) => text.includes('addOrder'),
    answerWithinMs,
  );
  await answerEnds(window);
  assert.match(JSON.stringify(lastChatRequest(gateway).body), /lines 4 to 9/);
  return 'lines 4 to 9 went along, the answer names what is in them';
}

async function refactorSelection({ window, orders }: Stage): Promise<string> {
  await window.openFile('src/orders.js');
  await window.selectLines(4, 9);
  await window.runCommand('OpenCodex: Refactor');
  const review = window.activeTab('orders.js: Refactor (OpenCodex)');
  await window.waitForEditorText((text) => text.includes('const '), 'modified', answerWithinMs);
  await window.notification('the proposal is being written').waitFor({ state: 'hidden', timeout: answerWithinMs });
  const proposed = await window.waitForEditorText((text) => text.includes('return label;'), 'modified');
  assert.equal(await window.editorText('original'), orders);
  await window.page.keyboard.press('Control+Enter');
  await review.waitFor({ state: 'detached' });
  await window.waitForEditorText((text) => text === proposed);
  await window.page.locator('.part.editor .monaco-editor.focused').waitFor();
  await window.page.keyboard.press('ControlOrMeta+Z');
  await window.waitForEditorText((text) => text === orders);
  return 'proposed in a diff, accepted, and one undo gave every line back';
}

async function balanceFalls({ window, gateway }: Stage): Promise<string> {
  const left = gateway.credits(demoKey);
  assert.ok(left < 500, 'The answers should have cost something.');
  const shown = new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(left);
  await waitForBalance(window, (text) => text === shown);
  return `from 500 to ${shown}, as the gateway counts`;
}

function setApiKeyButton(window: WorkbenchWindow): ReturnType<WorkbenchWindow['chat']['getByRole']> {
  return window.chat.getByRole('button', { name: 'Set API key', exact: true });
}

function answers(window: WorkbenchWindow): ReturnType<WorkbenchWindow['chat']['getByRole']> {
  return window.chat.getByRole('article', { name: 'deepseek-chat', exact: true });
}

function lastAnswer(window: WorkbenchWindow): ReturnType<typeof answers> {
  return answers(window).last();
}

async function ask(window: WorkbenchWindow, text: string): Promise<void> {
  const before = await answers(window).count();
  const message = window.chat.getByRole('textbox', { name: 'Message', exact: true });
  await message.fill(text);
  await message.press('Enter');
  await window.chat.getByRole('button', { name: 'Stop', exact: true }).waitFor();
  // The last answer is the one before for a moment.
  await answers(window).nth(before).waitFor();
}

async function answerEnds(window: WorkbenchWindow): Promise<void> {
  await window.chat.getByRole('button', { name: 'Send', exact: true }).waitFor({ timeout: answerWithinMs });
}

/** The text of the status bar item, without its icon. */
async function waitForBalance(window: WorkbenchWindow, condition: (text: string) => boolean): Promise<string> {
  const item = window.statusBarItem('opencodex.balance');
  return window.waitFor(async () => (await item.innerText()).trim(), condition);
}

function lastChatRequest(gateway: Gateway): Gateway['journal']['entries'][number] {
  const entry = gateway.journal.entries.findLast(({ path }) => path.endsWith('/chat/completions'));
  assert.ok(entry, 'The gateway should have been asked.');
  return entry;
}
