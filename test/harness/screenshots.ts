// `npm run screenshots [THEME…]`: takes a picture of every state, in light, dark and high contrast, into .vscode-test/screenshots;
// the README's pictures go to media/screenshots.
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoKey, startGateway, type Gateway } from '../gateway/gateway.ts';
import { answerEnds, ask, askAndWait, lastAnswer } from '../support/chat.ts';
import { packageExtension } from './packageExtension.ts';
import { editorsFolder, repository } from './repository.ts';
import { startWorkbench, type Workbench } from './workbench.ts';
import type { WorkbenchWindow } from './workbenchWindow.ts';

const allThemes = ['light', 'dark', 'highContrast'] as const;
const pictures = join(editorsFolder, 'screenshots');
/** The README's pictures: state and theme, and the file name there. */
const readmePictures: Readonly<Record<string, string>> = { 'explained-dark': 'chat-dark' };

interface Studio {
  readonly workbench: Workbench;
  readonly window: WorkbenchWindow;
  readonly gateway: Gateway;
  readonly take: (state: string) => Promise<void>;
}

/** Faults of the gateway, each of which shows a different alert in the panel. */
const faults = [
  'fault-400',
  'fault-401',
  'fault-402',
  'fault-429-hour',
  'fault-500',
  'fault-empty',
  'fault-cut',
  'fault-content-filter',
  'fault-redirect',
] as const;

async function takeKeyStates({ window, take }: Studio): Promise<void> {
  await window.showChat();
  const setKey = window.chat.getByRole('button', { name: 'Set API key', exact: true });
  await setKey.waitFor();
  await take('no-key');
  await setKey.click();
  await window.quickInput.waitFor();
  await take('key-prompt');
  await window.quickInput.type('sk-live-no-such-key');
  await window.page.keyboard.press('Enter');
  await window.page.getByText('The gateway refused this key').first().waitFor();
  await take('key-refused');
  await window.quickInput.type(demoKey);
  await window.page.keyboard.press('Enter');
  await setKey.waitFor({ state: 'hidden' });
  await window.runCommand('Notifications: Clear All Notifications');
  await take('empty');
}

async function takeChatStates({ window, gateway, take }: Studio): Promise<void> {
  await ask(window, 'Show me some code in a few languages.');
  await window.chat.getByRole('button', { name: 'Copy code' }).first().waitFor();
  await take('streaming');
  await answerEnds(window);
  await take('answer');
  await chooseModel(window, 'deepseek-reasoner');
  gateway.configure({ tokensPerSecond: 25 });
  await ask(window, 'Why is the sky blue?', 'deepseek-reasoner');
  await window.chat.getByText('Thinking', { exact: false }).first().waitFor();
  await take('reasoning');
  gateway.configure({ tokensPerSecond: 0 });
  await answerEnds(window);
  await take('reasoned');
  await startNewChat(window);
  await chooseModel(window, 'deepseek-chat');
}

async function takeErrors({ window, take }: Studio): Promise<void> {
  for (const fault of faults) {
    await startNewChat(window);
    await chooseModel(window, fault);
    await ask(window, 'Hello!', fault);
    await window.chat.getByRole('alert').first().waitFor();
    await answerEnds(window);
    await take(`error-${fault.replace('fault-', '')}`);
  }
  await startNewChat(window);
  await chooseModel(window, 'deepseek-chat');
}

async function takeHistoryStates({ window, take }: Studio): Promise<void> {
  const press = (name: string) => window.chat.getByRole('button', { name, exact: true }).first().click();
  await chooseModel(window, 'fault-429-wait');
  await ask(window, '如何合并两个分支？ How do I merge two branches?', 'fault-429-wait');
  await window.chat.getByText('Waiting', { exact: false }).first().waitFor();
  await take('retrying');
  await window.chat.getByRole('button', { name: 'Stop', exact: true }).click();
  await answerEnds(window);
  await startNewChat(window);
  await chooseModel(window, 'deepseek-chat');
  await press('History');
  const search = window.chat.getByRole('searchbox', { name: 'Search chats', exact: true });
  await search.waitFor();
  await window.chat.getByRole('listitem').first().hover();
  await take('history');
  await search.fill('分支');
  await window.chat.locator('mark').first().waitFor();
  await take('history-search');
  await search.fill('nothing like this');
  await window.chat.getByText('No chat', { exact: false }).first().waitFor();
  await take('history-nothing-found');
  await search.fill('');
  const first = window.chat.getByRole('listitem').first();
  await first.hover();
  await first.getByRole('button', { name: 'Move to trash', exact: true }).click();
  await window.chat.getByRole('button', { name: 'Undo', exact: true }).waitFor();
  await take('history-undo');
  await press('Trash');
  await window.chat.getByRole('button', { name: 'Back to chats', exact: true }).waitFor();
  // The buttons of a row appear when the mouse is over it.
  await window.chat.getByRole('listitem').first().hover();
  await window.chat.getByRole('button', { name: 'Restore', exact: true }).first().waitFor();
  await take('history-trash');
  await press('Close history');
}

async function takeCodeStates({ window, gateway, take }: Studio): Promise<void> {
  await window.openFile('src/orders.js');
  await window.selectLines(4, 9);
  await window.runCommand('OpenCodex: Explain');
  await window.chat.getByText('src/orders.js:4-9').waitFor();
  await answerEnds(window);
  await take('explained');
  gateway.configure({ tokensPerSecond: 25 });
  await window.openFile('src/orders.js');
  await window.selectLines(4, 9);
  await window.page.keyboard.press('Control+.');
  await window.page.getByText('Refactor with OpenCodex').first().waitFor({ timeout: 90_000 });
  await take('lightbulb');
  await window.page.keyboard.press('Escape');
  await window.runCommand('OpenCodex: Refactor');
  await window.waitForEditorText((text) => text.includes('const '), 'modified');
  await take('refactor-streaming');
  gateway.configure({ tokensPerSecond: 0 });
  await window.notification('the proposal is being written').waitFor({ state: 'hidden', timeout: 30_000 });
  await window.waitForEditorText((text) => text.includes('return label;\n}\n\nfunction reset'), 'modified');
  await take('refactor-review');
  await window.runCommand('OpenCodex: Reject Proposed Change');
  await window.notification('was rejected').waitFor();
  await take('refactor-rejected');
  await window.runCommand('Notifications: Clear All Notifications');
}

async function takeCreditStates({ window, workbench, gateway, take }: Studio): Promise<void> {
  await window.runCommand('View: Close All Editors');
  gateway.configure({ tokensPerSecond: 0, firstTokenDelayMs: 0 });
  for (const [model, lengths] of [
    ['qwen-plus', [40, 200, 90, 12, 150]],
    ['deepseek-chat', [60, 300, 30, 120, 5]],
  ] as const) {
    await startNewChat(window);
    await chooseModel(window, model);
    for (const length of lengths) {
      gateway.script({ text: 'A sentence about code. '.repeat(length) });
      // A request that is sent before the last one is settled gets no measured cost.
      await askAndWait(window, `Write ${length} sentences`, model);
      await lastAnswer(window, model).locator('.fact.cost').waitFor();
    }
  }
  await startNewChat(window);
  await window.chat.getByRole('textbox', { name: 'Message', exact: true }).fill('What will this cost me?');
  await window.chat.locator('.estimate').filter({ hasText: 'credits' }).waitFor();
  await take('estimate');
  await window.runCommand('OpenCodex: Select Model');
  await window.quickInput.waitFor('Select Model');
  await window.quickInput.rows.filter({ hasText: 'per 1k tokens' }).first().waitFor();
  await take('model-menu');
  await window.quickInput.cancel();
  await workbench.changeSettings({ 'opencodex.budget.perDay': 0.5 });
  await ask(window, 'What will this cost me?');
  await window.chat.getByText('nothing was sent').waitFor();
  await take('budget-held');
  await workbench.changeSettings({ 'opencodex.budget.perDay': 0 });
  await window.runCommand('OpenCodex: Show Spend');
  const page = window.page
    .frameLocator('iframe.webview[src*="extensionId=opencodex.opencodex&"]:not([src*="purpose=webviewView"])')
    .frameLocator('iframe#active-frame');
  await page.getByRole('grid', { name: 'Requests', exact: true }).waitFor();
  await take('spend');
  await window.runCommand('View: Close All Editors');
}

async function takeBalanceStates({ window, gateway, take }: Studio): Promise<void> {
  const item = window.statusBarItem('opencodex.balance');
  await item.hover();
  await window.page.getByText('Check now').waitFor();
  await take('balance-tooltip');
  await item.click();
  await window.quickInput.waitFor();
  await take('balance-menu');
  await window.page.keyboard.press('Escape');
  for (const [state, credits] of [
    ['balance-low', 12.5],
    ['balance-empty', 0],
  ] as const) {
    gateway.setCredits(demoKey, credits);
    await window.runCommand('OpenCodex: Check Balance');
    await item.filter({ hasText: String(credits) }).waitFor();
    await take(state);
  }
  gateway.configure({ routeFaults: { balance: 'fault-500' } });
  await window.runCommand('OpenCodex: Check Balance');
  await item.filter({ hasText: '–' }).waitFor({ timeout: 30_000 });
  await take('balance-unknown');
}

/** Starts a new chat and resolves when it has the focus, a moment after the command. */
async function startNewChat(window: WorkbenchWindow): Promise<void> {
  await window.runCommand('OpenCodex: New Chat');
  await window.chat.locator('textarea:focus').waitFor();
}

async function chooseModel(window: WorkbenchWindow, model: string): Promise<void> {
  await window.chat.getByRole('combobox', { name: 'Model', exact: true }).selectOption(model);
}

async function photograph(theme: (typeof allThemes)[number]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'opencodex-screenshots-'));
  await cp(join(import.meta.dirname, 'sample'), folder, { recursive: true });
  const gateway = await startGateway({ tokensPerSecond: 150, firstTokenDelayMs: 100, listFaults: true });
  // Without animations no picture can show the middle of one.
  const settings = { 'opencodex.baseUrl': gateway.baseUrl, 'workbench.reduceMotion': 'on' };
  const workbench = await startWorkbench({ folder, settings, theme, size: { width: 1280, height: 860 } });
  const { window } = workbench;
  const take = async (state: string): Promise<void> => {
    const name = `${state}-${theme}`;
    await window.screenshot(join(pictures, `${name}.png`));
    const readmeName = readmePictures[name];
    if (readmeName !== undefined) {
      await window.screenshot(join(repository, 'media', 'screenshots', `${readmeName}.png`));
    }
  };
  try {
    for (const session of [
      takeKeyStates,
      takeChatStates,
      takeErrors,
      takeHistoryStates,
      takeCodeStates,
      takeCreditStates,
      takeBalanceStates,
    ]) {
      await session({ workbench, window, gateway, take });
    }
  } finally {
    await workbench.close();
    await gateway.close();
    await rm(folder, { recursive: true, force: true });
  }
}

await mkdir(pictures, { recursive: true });
await mkdir(join(repository, 'media', 'screenshots'), { recursive: true });
await packageExtension();
const asked = process.argv.slice(2);
for (const theme of allThemes.filter((name) => asked.length === 0 || asked.includes(name))) {
  await photograph(theme);
  console.log(`Pictures in ${theme} are in .vscode-test/screenshots.`);
}
