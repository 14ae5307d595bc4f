// VS Code as users have it: the packaged extension is installed and a folder is open, shown in a browser (way A of the harness).
//
//   const workbench = await startWorkbench({ files: { 'a.ts': 'const a = 1;\n' }, settings: { 'opencodex.baseUrl': url } });
//   const { window } = workbench;                      // a WorkbenchWindow; window.page is playwright's Page
//   await window.showChat();                           // our view in the side bar
//   await window.chat.getByRole('textbox', { name: 'Message' }).fill('Hello');
//   await window.runCommand('OpenCodex: New Chat');    // by its title, through the command palette
//   await window.openFile('a.ts', 1); await window.selectLines(1, 3); await window.editorText();
//   await window.quickInput.answer('text'); await window.quickInput.pick('label'); await window.quickInput.items();
//   await window.statusBarItem('opencodex.balance').innerText();
//   await window.notification('text').waitFor(); await window.pressInNotification('text', 'Retry');
//   await window.pressInDialog('Yes'); await window.editorText('modified'); window.panel;
//   await window.waitFor(read, condition);             // for conditions that playwright's locators cannot wait for
//   await workbench.changeSettings({ ... }); await workbench.setTheme('dark'); await window.screenshot(path);
//   await window.reload(); const second = await workbench.openWindow();
//   await workbench.close();                           // ends every process, deletes every temporary folder
//
// Several workbenches can run at the same time. Nothing sleeps: every method waits for its condition.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { openBrowser, type BrowserOptions } from './browser.ts';
import { CleanUp } from './cleanUp.ts';
import { quietSettings, themes, type Settings, type ThemeName } from './editorSettings.ts';
import { runOrThrow, Server } from './processes.ts';
import { packagedExtension } from './repository.ts';
import { ensureVsCode, type VsCodeServer } from './vsCodeServer.ts';
import { WorkbenchWindow } from './workbenchWindow.ts';

export interface WorkbenchOptions extends Omit<BrowserOptions, 'profileFolder'> {
  /** Paths of the VSIX files to install; by default the one that `npm run package` wrote. */
  readonly extensions?: readonly string[];
  /** The folder to open; by default a new temporary one that holds `files`. */
  readonly folder?: string;
  /** Files to write into the opened folder before the start: relative path and content. */
  readonly files?: Readonly<Record<string, string>>;
  /** User settings in addition to `quietSettings`. */
  readonly settings?: Settings;
  readonly theme?: ThemeName;
  /** Opens the folder in Restricted Mode, as an untrusted workspace. */
  readonly isRestricted?: boolean;
  /** Added to the environment of the server, and thereby of the extension host. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * Keeps settings, extensions, secrets and chats in this folder for the next start with it; it is not deleted. By default, everything is
   * new and temporary.
   */
  readonly stateFolder?: string;
}

/** A running VS Code. Its owner must call `close`. */
export interface Workbench {
  /** The folder that the first window opens. */
  readonly folder: string;
  /** The first window. */
  readonly window: WorkbenchWindow;
  readonly browser: BrowserContext;
  /** Resolves when the user closes the browser, or `close` does. */
  readonly closed: Promise<void>;
  /** VS Code's folder with the data of this user: settings, global storage, logs. */
  readonly dataFolder: string;
  /** The output of the server so far. */
  serverOutput(): string;
  /** Opens another window of the same user, on the same folder unless another is given. */
  openWindow(folder?: string): Promise<WorkbenchWindow>;
  /** Changes user settings through the first window, as a user does in settings.json, and waits until VS Code has applied them. */
  changeSettings(changes: Settings): Promise<void>;
  /** Restores the user settings of the start, if they have changed. */
  resetSettings(): Promise<void>;
  /** Changes the colour theme and waits until the first window shows it. */
  setTheme(theme: ThemeName): Promise<void>;
  /** Ends everything that was started and deletes all temporary folders. */
  close(): Promise<void>;
}

const startsWithinMs = 60_000;

/** The paths of one VS Code user's files. */
function statePlaces(stateFolder: string) {
  return {
    config: join(stateFolder, 'config.yaml'),
    data: join(stateFolder, 'data'),
    settings: join(stateFolder, 'data', 'User', 'settings.json'),
    extensions: join(stateFolder, 'extensions'),
    browser: join(stateFolder, 'browser'),
    port: join(stateFolder, 'port'),
  };
}
type StatePlaces = ReturnType<typeof statePlaces>;

async function writeText(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function readSettings(places: StatePlaces): Promise<Settings> {
  return existsSync(places.settings) ? (JSON.parse(await readFile(places.settings, 'utf8')) as Settings) : {};
}

/** Formats settings as they are written to settings.json. */
function formatSettings(settings: Settings): string {
  return JSON.stringify(settings, undefined, 2);
}

/**
 * VS Code shows the value of this setting in the page's title, so a changed title proves that new settings are applied. Invisible
 * characters make each value different.
 */
const titleSetting = 'window.title';
const unseen = '\u2060';

function countUnseen(title: unknown): number {
  return typeof title === 'string' ? title.split(unseen).length - 1 : 0;
}

/** Resolves when VS Code has applied the settings: the extension is told of them before anything that happens later. */
async function replaceSettings(places: StatePlaces, window: WorkbenchWindow, settings: Settings): Promise<void> {
  const count = countUnseen((await readSettings(places))[titleSetting]) + 1;
  const text = formatSettings({ ...settings, [titleSetting]: `\${rootName}${unseen.repeat(count)}` });
  await window.replaceUserSettings(text, async () => (await readFile(places.settings, 'utf8')) === text);
  await window.waitFor(
    () => window.page.title(),
    (shown) => countUnseen(shown) === count,
  );
}

async function changeSettings(places: StatePlaces, window: WorkbenchWindow, changes: Settings): Promise<void> {
  await replaceSettings(places, window, { ...(await readSettings(places)), ...changes });
}

async function resetSettings(places: StatePlaces, window: WorkbenchWindow, settings: Settings): Promise<void> {
  const withoutTitle = (all: Settings): string => formatSettings({ ...all, [titleSetting]: undefined });
  if (withoutTitle(await readSettings(places)) !== withoutTitle(settings)) {
    await replaceSettings(places, window, settings);
  }
}

function programArguments(vsCode: VsCodeServer, places: StatePlaces): readonly string[] {
  const folders = ['--user-data-dir', places.data, '--extensions-dir', places.extensions];
  return [vsCode.codeServer, '--config', places.config, ...folders];
}

async function installExtensions(
  vsCode: VsCodeServer,
  places: StatePlaces,
  extensions: readonly string[],
): Promise<void> {
  for (const extension of extensions) {
    if (!existsSync(extension)) {
      throw new Error(`There is no ${extension} to install: run npm run package first.`);
    }
    const install = ['--install-extension', extension, '--force'];
    await runOrThrow('The extension could not be installed', vsCode.node, [
      ...programArguments(vsCode, places),
      ...install,
    ]);
  }
}

/** Starts code-server and returns its address and password. */
async function startServer(
  vsCode: VsCodeServer,
  places: StatePlaces,
  options: WorkbenchOptions,
  cleanUp: CleanUp,
): Promise<{ server: Server; url: string; password: string }> {
  // The browser keeps its storage per origin, so a kept state needs the same port again.
  const port = existsSync(places.port) ? await readFile(places.port, 'utf8') : '0';
  const serverArguments = [
    ...programArguments(vsCode, places),
    ...['--auth', 'password', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'],
    ...['--disable-getting-started-override', '--ignore-last-opened'],
    ...(options.isRestricted === true ? [] : ['--disable-workspace-trust']),
  ];
  // Without a password, every user of this computer who finds the port would have a terminal here.
  const password = randomBytes(24).toString('base64url');
  const server = new Server(`VS Code ${vsCode.version}`, vsCode.node, serverArguments, {
    env: { ...(await cleanUp.temporaryVariables()), ...options.env, PASSWORD: password },
  });
  cleanUp.add({ close: () => server.close(), atExit: () => server.killAtOnce() });
  const [, url = '', usedPort = ''] = await server.waitForOutput(/listening on (http:\/\/\S+?:(\d+))/, startsWithinMs);
  await writeText(places.port, usedPort);
  return { server, url, password };
}

/** Logs the browser in, so that it has the cookie that VS Code's pages require. */
async function logIn(browser: BrowserContext, url: string, password: string): Promise<void> {
  const form = { base: '.', href: `${url}/login`, password };
  const response = await browser.request.post(`${url}/login`, { form, maxRedirects: 0 });
  if (response.status() !== 302) {
    throw new Error(`VS Code refused the harness's login with status ${response.status()}.`);
  }
}

async function start(options: WorkbenchOptions, cleanUp: CleanUp): Promise<Workbench> {
  // The oldest supported VS Code cannot run this way without a compiler; extensionHost.ts covers it.
  const vsCode = await ensureVsCode('1.139.1');
  const places = statePlaces(options.stateFolder ?? (await cleanUp.temporaryFolder()));
  const folder = options.folder ?? join(await cleanUp.temporaryFolder(), 'sample');
  await mkdir(folder, { recursive: true });
  for (const [path, text] of Object.entries(options.files ?? {})) {
    await writeText(join(folder, path), text);
  }
  await writeText(places.config, 'auth: password\n');
  const theme = options.theme === undefined ? {} : { 'workbench.colorTheme': themes[options.theme].name };
  const settings = { ...(await readSettings(places)), ...quietSettings, ...theme, ...options.settings };
  await writeText(places.settings, formatSettings(settings));
  await installExtensions(vsCode, places, options.extensions ?? [packagedExtension]);
  const { server, url, password } = await startServer(vsCode, places, options, cleanUp);
  const browser = await openBrowser({ ...options, profileFolder: places.browser }, cleanUp);
  await logIn(browser, url, password);
  const closed = new Promise<void>((resolve) => browser.once('close', () => resolve()));
  const window = new WorkbenchWindow(browser.pages()[0] ?? (await browser.newPage()));
  const address = (opened: string): string => `${url}/?folder=${encodeURIComponent(opened)}`;
  await window.open(address(folder));

  return {
    folder,
    window,
    browser,
    closed,
    dataFolder: places.data,
    serverOutput: () => server.output,
    openWindow: async (inFolder = folder) => {
      const further = new WorkbenchWindow(await browser.newPage());
      await further.open(address(inFolder));
      return further;
    },
    changeSettings: (changes) => changeSettings(places, window, changes),
    resetSettings: () => resetSettings(places, window, settings),
    setTheme: async (name) => {
      await changeSettings(places, window, { 'workbench.colorTheme': themes[name].name });
      await window.page.locator(themes[name].isShown).waitFor();
    },
    close: () => cleanUp.close(),
  };
}

/**
 * Starts VS Code with the packaged extension; the first call downloads VS Code. The caller must close it.
 * @throws Error in plain words, with the server's output if it did not start; everything started has been ended by then.
 */
export async function startWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const cleanUp = new CleanUp();
  try {
    return await start(options, cleanUp);
  } catch (error) {
    await cleanUp.close();
    throw error;
  }
}
