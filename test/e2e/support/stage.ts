// What every test file stands on: a fresh gateway, and a VS Code with the packaged extension that talks to it.
import type { Frame } from 'playwright-core';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { demoKey, type Gateway, type GatewayOptions, instant, startGateway } from '../../gateway/gateway.ts';
import { defaultSettings } from '../../gateway/settings.ts';
import { startWorkbench, type Workbench, type WorkbenchOptions } from '../../harness/workbench.ts';
import { repository } from '../../harness/repository.ts';
import type { WorkbenchWindow } from '../../harness/workbenchWindow.ts';
import { newChat, newChatButton, setApiKeyButton, showChat } from '../../support/chat.ts';

export interface Stage {
  readonly gateway: Gateway;
  readonly workbench: Workbench;
  readonly window: WorkbenchWindow;
  /** Ends the editor and the gateway. */
  close(): Promise<void>;
}

/** What a demo account has at first. */
const initialCredits = 500;

export interface StageOptions extends WorkbenchOptions {
  readonly gateway?: GatewayOptions;
  /** Kept in the first window before the tests begin; none unless given. */
  readonly key?: string;
}

/** A stage of the file's own, from before its first test to after its last. Call the result in a test to get it. */
export function useStage(options: StageOptions | (() => Promise<StageOptions>) = {}): () => Stage {
  let stage: Stage | undefined;
  beforeAll(async () => {
    stage = await startStage(typeof options === 'function' ? await options() : options);
  });
  afterAll(async () => {
    await stage?.close();
  });
  pictureFailures(() => stage);
  return () => requireStage(stage);
}

/** A failed test leaves a picture of its window, and what else tells what was there. */
function pictureFailures(stage: () => Stage | undefined): void {
  afterEach(async ({ task }) => {
    const current = stage();
    if (current && task.result?.state === 'fail') {
      const { window, workbench } = current;
      const name = task.name.replaceAll(/[^a-z\d]+/gi, '-').slice(0, 80);
      const path = join(repository, '.vscode-test', 'failures', name);
      await window.screenshot(`${path}.png`);
      await writeFile(`${path}.txt`, `${await window.report()}\n${workbench.serverOutput()}`);
    }
  });
}

/** Lives as long as the process that runs the files, which ends it. */
let sharedStage: Promise<Stage> | undefined;

/**
 * The stage that files share which want nothing but the demo key and some files of their own: starting VS Code takes as long as ten
 * tests. Settings are as at first and files closed; the list of chats and the ledger
 * hold what others did.
 */
export function useSharedStage(files: Readonly<Record<string, string>> = {}): () => Stage {
  let stage: Stage | undefined;
  beforeAll(async () => {
    sharedStage ??= startStage({ key: demoKey });
    stage = await sharedStage;
    for (const [path, text] of Object.entries(files)) {
      await writeFile(join(stage.workbench.folder, path), text);
    }
    stage.gateway.setCredits(demoKey, initialCredits);
    await stage.workbench.resetSettings();
    await showChat(stage.window);
    await reset(stage);
    if (await setApiKeyButton(stage.window).isVisible()) {
      await setKey(stage.window);
    }
  });
  pictureFailures(() => stage);
  return () => requireStage(stage);
}

function requireStage(stage: Stage | undefined): Stage {
  if (stage === undefined) {
    throw new Error('The stage is there within tests only.');
  }
  return stage;
}

/** Starts both; the chat is in sight. The caller closes it. */
async function startStage({ gateway: ofGateway, key, ...options }: StageOptions = {}): Promise<Stage> {
  const gateway = await startGateway({ ...instant, ...ofGateway });
  try {
    const workbench = await startWorkbench({
      ...options,
      settings: { 'opencodex.baseUrl': gateway.baseUrl, ...options.settings },
      env: { OPENCODEX_API_KEY: undefined, ...options.env },
    });
    const { window } = workbench;
    const close = async () => {
      await workbench.close();
      await gateway.close();
    };
    try {
      await showChat(window);
      if (key !== undefined) {
        await setKey(window, key);
      }
    } catch (error) {
      await close();
      throw error;
    }
    return { gateway, workbench, window, close };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

/** Takes the gateway back to an instant one without faults, and the window to an empty chat without open files. */
export async function reset({ gateway, window }: Pick<Stage, 'gateway' | 'window'>): Promise<void> {
  gateway.configure({ ...defaultSettings, ...instant });
  if (await window.dialog.isVisible()) {
    await window.page.keyboard.press('Escape');
    await window.dialog.waitFor({ state: 'hidden' });
  }
  if ((await window.notifications.count()) > 0) {
    await window.runCommand('Notifications: Clear All Notifications');
  }
  await closeEditors(window);
  if (!(await newChatButton(window).isVisible())) {
    await showChat(window);
  }
  await newChat(window);
}

/** Where all chats are. */
export function databaseFile({ workbench }: Pick<Stage, 'workbench'>): string {
  return join(workbench.dataFolder, 'User', 'globalStorage', 'opencodex.opencodex', 'chats', 'chats.db');
}

/** Reloads the window through VS Code, which first keeps what it has in memory. */
export async function reloadWindow(window: WorkbenchWindow): Promise<void> {
  const { page } = window;
  let isLeft = false;
  const noteLeaving = (frame: Frame): void => {
    isLeft ||= frame === page.mainFrame();
  };
  page.on('framenavigated', noteLeaving);
  const loaded = page.waitForEvent('load');
  await window.runCommand('Developer: Reload Window', () => isLeft);
  await loaded;
  page.off('framenavigated', noteLeaving);
  await window.waitUntilReady();
  await extensionRuns(window);
}

/** Waits until the extension is active; before that the palette may not know its commands. */
async function extensionRuns(window: WorkbenchWindow): Promise<void> {
  await window.statusBarItem('opencodex.balance').waitFor();
}

/** Closes every editor; what was not saved is lost. */
export async function closeEditors(window: WorkbenchWindow): Promise<void> {
  const tabs = window.page.locator('.part.editor .tab');
  if ((await tabs.count()) === 0) {
    return;
  }
  await window.runCommand('View: Close All Editors');
  const dontSave = window.dialog.getByRole('button', { name: "Don't Save" });
  await window.waitFor(
    async () => {
      if (await dontSave.isVisible()) {
        await dontSave.click();
      }
      return tabs.count();
    },
    (count) => count === 0,
  );
}

/** Sets a key that the gateway accepts, as a user does. */
export async function setKey(window: WorkbenchWindow, key: string = demoKey): Promise<void> {
  await askForKey(window, key);
  await window.notification('The API key works').waitFor();
  await setApiKeyButton(window).waitFor({ state: 'hidden' });
  await window.runCommand('Notifications: Clear All Notifications');
}

/** Clears the key that is kept, which asks first. */
export async function clearKey(window: WorkbenchWindow): Promise<void> {
  await window.runCommand('OpenCodex: Clear API Key');
  await window.pressInDialog('Clear Key');
  await setApiKeyButton(window).waitFor();
}

/** Opens the input for the key, types it and presses Enter. */
async function askForKey(window: WorkbenchWindow, key: string): Promise<void> {
  await window.runCommand('OpenCodex: Set API Key');
  await window.quickInput.waitFor('Set API Key');
  await window.quickInput.answer(key);
}

/** The text of the status bar item, without its icon. */
async function balanceText(window: WorkbenchWindow): Promise<string> {
  return (await window.statusBarItem('opencodex.balance').innerText()).trim();
}

export async function waitForBalance(window: WorkbenchWindow, text: string): Promise<void> {
  await window.waitFor(
    () => balanceText(window),
    (shown) => shown === text,
  );
}
