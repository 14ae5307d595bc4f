// The browser that shows VS Code: a Chrome or Chromium that is installed, or Debian's, installed on first use.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runOrThrow } from './processes.ts';

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

function findChromium(): string | undefined {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && process.platform !== 'win32')
    .flatMap((folder) => programNames.map((name) => join(folder, name)));
  return [...onPath, ...usualPlaces()].find(isExecutable);
}

async function installOnDebian(): Promise<void> {
  console.log('Installing Chromium (apt-get install chromium fonts-noto-cjk, once)');
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const patience = ['-o', 'DPkg::Lock::Timeout=300'];
  await runOrThrow('The package lists of apt could not be read', 'apt-get', ['update', ...patience], options);
  const packages = ['chromium', 'fonts-noto-cjk'];
  const install = ['install', '-y', '--no-install-recommends', ...patience, ...packages];
  await runOrThrow('Chromium could not be installed', 'apt-get', install, options);
}

/**
 * The path of a Chrome or Chromium: `OPENCODEX_CHROMIUM`, else one found on this machine, else installed where that is
 * possible (root on Debian).
 * @throws Error with one sentence saying what to install.
 */
export async function ensureChromium(): Promise<string> {
  const chosen = process.env['OPENCODEX_CHROMIUM'];
  if (chosen) {
    if (!isExecutable(chosen)) {
      throw new Error(`OPENCODEX_CHROMIUM names ${chosen}, which is not a program.`);
    }
    return chosen;
  }
  const found = findChromium();
  if (found) {
    return found;
  }
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    await installOnDebian();
    const installed = findChromium();
    if (installed) {
      return installed;
    }
  }
  throw new Error('No Chrome or Chromium was found: install one, or set OPENCODEX_CHROMIUM to its path.');
}
