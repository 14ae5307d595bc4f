// Suites inside the real extension host (way B of the harness): VS Code runs the extension from this folder together with test/integration,
// and mocha's results come back through the window's log.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { authority } from '../network/certificates.ts';
import { openBrowser } from './browser.ts';
import { withoutChatter } from './chatter.ts';
import { CleanUp } from './cleanUp.ts';
import { quietSettings, type Settings } from './editorSettings.ts';
import { lastLines, Server } from './processes.ts';
import { repository } from './repository.ts';
import { parseTotals, type SuiteTotals } from './suiteTotals.ts';
import { ensureVsCode, type VsCodeServer, type VsCodeVersion } from './vsCodeServer.ts';

export interface ExtensionHostOptions {
  readonly version: VsCodeVersion;
  /** The folder to open; by default a new, empty one. */
  readonly folder?: string;
  /** The extension under development; by default this repository. */
  readonly extension?: string;
  /** The path of the module that exports `run()`; by default the one that `node esbuild.js --tests` built. */
  readonly suites?: string;
  /** Settings of the folder, in addition to `quietSettings`; settings of scope `application` have no effect there. */
  readonly folderSettings?: Settings;
  /** Added to the environment of the extension host, which always has the version in OPENCODEX_TEST_VSCODE. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** How long the suites may take, in milliseconds. */
  readonly timeoutMs?: number;
}

const startsWithinMs = 60_000;
const suitesTakeAtMostMs = 300_000;

/** The environment of the suites: the requested version, and the certificate authority of their own TLS servers, written into `folder`. */
export async function suiteVariables(version: string, folder: string): Promise<Readonly<Record<string, string>>> {
  const file = join(folder, 'authority.pem');
  await writeFile(file, authority);
  return { OPENCODEX_TEST_VSCODE: version, NODE_EXTRA_CA_CERTS: file };
}

async function startServer(
  vsCode: VsCodeServer,
  options: ExtensionHostOptions,
  token: string,
  cleanUp: CleanUp,
): Promise<string> {
  const state = await cleanUp.temporaryFolder();
  const settings = join(state, 'server', 'data', 'Machine', 'settings.json');
  await mkdir(dirname(settings), { recursive: true });
  await writeFile(settings, JSON.stringify(quietSettings));
  const serverArguments = [
    ...[vsCode.serverMain, '--connection-token', token, '--host', '127.0.0.1', '--port', '0'],
    ...[
      '--accept-server-license-terms',
      '--enable-smoke-test-driver',
      '--disable-telemetry',
      '--disable-workspace-trust',
    ],
    ...['--server-data-dir', join(state, 'server'), '--extensions-dir', join(state, 'extensions')],
  ];
  const server = new Server(`VS Code ${vsCode.version}`, vsCode.node, serverArguments, {
    env: {
      ...(await cleanUp.temporaryVariables()),
      ...(await suiteVariables(options.version, state)),
      ...options.env,
    },
  });
  cleanUp.add({ close: () => server.close(), atExit: () => server.killAtOnce() });
  const [, port = ''] = await server.waitForOutput(/Extension host agent listening on (\d+)/, startsWithinMs);
  return `127.0.0.1:${port}`;
}

/** The URL at which the workbench opens the folder and runs the suites. */
function suiteAddress(authority: string, token: string, folder: string, extension: string, suites: string): string {
  const remote = (path: string): string => `vscode-remote://${authority}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(suites)],
    ['skipWelcome', 'true'],
  ];
  return `http://${authority}/?${new URLSearchParams({ tkn: token, folder, payload: JSON.stringify(payload) }).toString()}`;
}

/** Opens the page and resolves, once VS Code reports that the suites have ended, with all log lines. */
async function runInPage(page: Page, address: string, timeoutMs: number): Promise<readonly string[]> {
  const lines: string[] = [];
  const ended = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    ended.reject(
      new Error(`The suites did not end within ${timeoutMs / 1000} s.\n${lastLines(withoutChatter(lines.join('\n')))}`),
    );
  }, timeoutMs);
  await page.exposeFunction('codeAutomationLog', (_type: string, texts: readonly unknown[]) => {
    lines.push(texts.map(String).join(' '));
  });
  // The reported exit code is 0 even if the extension host crashed at its start, so only the totals count.
  await page.exposeFunction('codeAutomationExit', () => ended.resolve(undefined));
  page.once('crash', () => ended.reject(new Error('The browser page with VS Code crashed.')));
  try {
    await page.goto(address);
    await ended.promise;
  } finally {
    clearTimeout(timer);
  }
  return lines;
}

/**
 * Runs the extension-host suites in this version of VS Code, which the first call downloads.
 * @throws Error with the log, if the suites returned no totals or ran no test: that is a failure, whatever the exit code.
 */
export async function runExtensionHostSuites(options: ExtensionHostOptions): Promise<SuiteTotals> {
  const suites = options.suites ?? join(repository, 'dist', 'test', 'integration', 'index.js');
  if (!existsSync(suites)) {
    throw new Error(`There is no ${suites}: run node esbuild.js --tests first.`);
  }
  const vsCode = await ensureVsCode(options.version);
  const cleanUp = new CleanUp();
  try {
    const folder = options.folder ?? (await cleanUp.temporaryFolder());
    if (options.folderSettings) {
      await mkdir(join(folder, '.vscode'), { recursive: true });
      await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify(options.folderSettings));
    }
    // Without a token, every user of this computer who finds the port would have a terminal here.
    const token = randomBytes(24).toString('base64url');
    const authority = await startServer(vsCode, options, token, cleanUp);
    const browser = await openBrowser({ profileFolder: await cleanUp.temporaryFolder() }, cleanUp);
    const page = browser.pages()[0] ?? (await browser.newPage());
    const lines = await runInPage(
      page,
      suiteAddress(authority, token, folder, options.extension ?? repository, suites),
      options.timeoutMs ?? suitesTakeAtMostMs,
    );
    const totals = parseTotals(lines);
    if (!totals || totals.passed + totals.failed === 0) {
      throw new Error(
        `The suites ended without having run a test.\n${lastLines(withoutChatter(lines.join('\n')), 80)}`,
      );
    }
    return totals;
  } finally {
    await cleanUp.close();
  }
}
