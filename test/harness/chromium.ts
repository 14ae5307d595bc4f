// Finds the browser that shows VS Code: an installed Chrome or Chromium, or Debian's, installed on first use.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runOrThrow } from './processes.ts';

/**
 * Chromium's old headless mode as a program of its own, which playwright uses, too: in it the panel's tests take half the
 * processor time.
 */
const headlessName = 'chromium-headless-shell';

const programNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

/** Flags for a machine without a GPU and for the root user, and against requests of the browser's own. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where installers put browsers on systems that do not add them to the PATH. */
function usualPlaces(): readonly string[] {
  if (process.platform === 'darwin') {
    const inApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    const roots = ['/Applications', join(process.env['HOME'] ?? '', 'Applications')];
    return roots.flatMap((root) => inApplications.map((name) => `${root}/${name}.app/Contents/MacOS/${name}`));
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);
    const inPrograms = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return roots.flatMap((root) => inPrograms.map((name) => join(root, name)));
  }
  return [];
}

function foldersOnPath(): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.filter((folder) => folder !== '' && process.platform !== 'win32');
}

function findChromium(): string | undefined {
  const onPath = foldersOnPath().flatMap((folder) => programNames.map((name) => join(folder, name)));
  return [...onPath, ...usualPlaces()].find(isExecutable);
}

function findHeadless(): string | undefined {
  return foldersOnPath()
    .map((folder) => join(folder, headlessName))
    .find(isExecutable);
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

async function installOnDebian(program: string): Promise<void> {
  const packages = [program, 'fonts-noto-cjk'];
  console.log(`Installing Chromium (apt-get install ${packages.join(' ')}, once)`);
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const patience = ['-o', 'DPkg::Lock::Timeout=300'];
  await runOrThrow('The package lists of apt could not be read', 'apt-get', ['update', ...patience], options);
  const install = ['install', '-y', '--no-install-recommends', ...patience, ...packages];
  await runOrThrow('Chromium could not be installed', 'apt-get', install, options);
}

/** The browser that `OPENCODEX_CHROMIUM` names; undefined if it names none. */
function chosenChromium(): string | undefined {
  const chosen = process.env['OPENCODEX_CHROMIUM'];
  if (chosen && !isExecutable(chosen)) {
    throw new Error(`OPENCODEX_CHROMIUM names ${chosen}, which is not a program.`);
  }
  return chosen === '' ? undefined : chosen;
}

/**
 * The path of a Chrome or Chromium: the one in `OPENCODEX_CHROMIUM`, else one found on this machine, else one that is installed now, if
 * possible (as root on Debian).
 * @throws Error with one sentence that says what to install.
 */
export async function ensureChromium(): Promise<string> {
  const there = chosenChromium() ?? findChromium();
  if (there !== undefined) {
    return there;
  }
  if (canInstall()) {
    await installOnDebian('chromium');
    const installed = findChromium();
    if (installed) {
      return installed;
    }
  }
  throw new Error('No Chrome or Chromium was found: install one, or set OPENCODEX_CHROMIUM to its path.');
}

/** The browser for single pages: the headless program if it is installed, else the one of `ensureChromium`. */
export async function ensureHeadlessChromium(): Promise<string> {
  return chosenChromium() ?? findHeadless() ?? (await ensureChromium());
}

/** Installs the headless program if that is possible and useful. Call it once per run, because it may try the network in vain. */
export async function installHeadlessChromium(): Promise<void> {
  if (canInstall() && (chosenChromium() ?? findHeadless()) === undefined) {
    await installOnDebian(headlessName).catch((error: unknown) => {
      console.log(`Continuing with the installed browser: ${String(error)}`);
    });
  }
}
