// The browser that shows VS Code: a Chrome or Chromium that is installed, or Debian's, installed on first use.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runOrThrow } from './processes.ts';

/** Chromium without its windows, as playwright has it, too: the panel's tests take half the processor time in it. */
const headlessName = 'chromium-headless-shell';

const programNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

/** For a machine without a GPU, for root, and without any request of the browser's own. */
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

/** Where the installers put it on systems that do not keep it on the PATH. */
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

/** The browser that `OPENCODEX_CHROMIUM` names. */
function chosenChromium(): string | undefined {
  const chosen = process.env['OPENCODEX_CHROMIUM'];
  if (chosen && !isExecutable(chosen)) {
    throw new Error(`OPENCODEX_CHROMIUM names ${chosen}, which is not a program.`);
  }
  return chosen === '' ? undefined : chosen;
}

/**
 * The path of a Chrome or Chromium: `OPENCODEX_CHROMIUM`, else one found on this machine, else installed where that is
 * possible (root on Debian).
 * @throws Error with one sentence saying what to install.
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

/** For single pages: one without windows, where it is there, else that of `ensureChromium`. */
export async function ensureHeadlessChromium(): Promise<string> {
  return chosenChromium() ?? findHeadless() ?? (await ensureChromium());
}

/** Installs the one without windows where that is possible and of use. To be called once a run: it may ask the network in vain. */
export async function installHeadlessChromium(): Promise<void> {
  if (canInstall() && (chosenChromium() ?? findHeadless()) === undefined) {
    await installOnDebian(headlessName).catch((error: unknown) => {
      console.log(`Going on with the browser that is there: ${String(error)}`);
    });
  }
}
