// What every test file of this level stands on: a fresh gateway, and a window of ours that talks to it.
import { join } from 'node:path';
import { afterAll, beforeAll, inject, vi } from 'vitest';
import { demoKey, type Gateway, type GatewayOptions, instant, startGateway } from '../../gateway/gateway.ts';
import { defaultSettings } from '../../gateway/settings.ts';
import { CleanUp } from '../../harness/cleanUp.ts';
import { newChat, setApiKeyButton } from '../../support/chat.ts';
import { launchBrowser } from '../../unit/panel/panelPage.ts';
import { OurWindow, type OurWindowOptions } from './window.ts';

export interface Stage {
  readonly gateway: Gateway;
  readonly window: OurWindow;
}

export interface StageOptions extends Omit<OurWindowOptions, 'browser' | 'extensionFolder' | 'storageFolder'> {
  readonly gateway?: GatewayOptions;
  /** Kept before the tests begin; none unless given. */
  readonly key?: string;
  /** In the environment; none unless given, whatever the developer's holds. */
  readonly environmentKey?: string;
}

/** One stage for all tests of a file, from before the first to after the last. Call the result in a test to get it. */
export function useStage(options: StageOptions | (() => Promise<StageOptions>) = {}): () => Stage {
  let stage: Stage | undefined;
  const cleanUp = new CleanUp();
  beforeAll(async () => {
    stage = await startStage(typeof options === 'function' ? await options() : options, cleanUp);
  });
  afterAll(async () => {
    await cleanUp.close();
    vi.unstubAllEnvs();
  });
  return () => {
    if (stage === undefined) {
      throw new Error('The stage is there within tests only.');
    }
    return stage;
  };
}

async function startStage(options: StageOptions, cleanUp: CleanUp): Promise<Stage> {
  const { gateway: ofGateway, key, environmentKey, settings, ...others } = options;
  vi.stubEnv('OPENCODEX_API_KEY', environmentKey);
  const storageFolder = join(await cleanUp.temporaryFolder(), 'storage');
  const gateway = await startGateway({ ...instant, ...ofGateway });
  cleanUp.add({ close: () => gateway.close(), atExit: () => undefined });
  const browser = await launchBrowser();
  cleanUp.add({ close: () => browser.close(), atExit: () => undefined });
  const window = await OurWindow.open({
    ...others,
    browser,
    storageFolder,
    extensionFolder: inject('extensionFolder'),
    settings: { 'opencodex.baseUrl': gateway.baseUrl, ...settings },
  });
  cleanUp.add({ close: () => window.close(), atExit: () => undefined });
  if (key !== undefined) {
    await setKey(window, key);
  }
  return { gateway, window };
}

/** Takes the gateway back to an instant one without faults, and the window to an empty chat. */
export async function reset({ gateway, window }: Stage): Promise<void> {
  gateway.configure({ ...defaultSettings, ...instant });
  window.clearNotifications();
  await newChat(window);
}

/** Sets a key that the gateway accepts, as a user does. */
export async function setKey(window: OurWindow, key: string = demoKey): Promise<void> {
  await window.runCommand('OpenCodex: Set API Key');
  await window.quickInput.waitFor('Set API Key');
  await window.quickInput.answer(key);
  await window.notification('The API key works');
  await setApiKeyButton(window).waitFor({ state: 'hidden' });
  window.clearNotifications();
}

/** The text of the status bar item, without its icon. */
export function balanceText(window: OurWindow): string {
  return window.statusBarText('opencodex.balance');
}

export async function waitForBalance(window: OurWindow, text: string): Promise<void> {
  await window.waitFor(
    () => Promise.resolve(balanceText(window)),
    (shown) => shown === text,
  );
}
