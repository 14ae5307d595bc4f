// A real VS Code on this machine: code-server from npm, which carries VS Code's workbench and its Node extension host.
// Installed on first use, without a compiler, into an ignored folder; every package by the hash in its lock file, ours or its own.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOrThrow } from './processes.ts';
import { editorsFolder, repository } from './repository.ts';

/** The VS Code versions that the harness knows: the newest, and the oldest that the extension supports. */
export const vsCodeVersions = ['1.139.1', '1.106.3'] as const;
export type VsCodeVersion = (typeof vsCodeVersions)[number];

export interface VsCodeServer {
  readonly version: VsCodeVersion;
  /** The Node that this VS Code runs on. */
  readonly node: string;
  /** code-server's own program: settings in files, extensions installed from a VSIX. */
  readonly codeServer: string;
  /** VS Code's server without code-server around it: it runs suites inside the extension host. */
  readonly serverMain: string;
}

/** For each VS Code what npm installs, and its lock file: code-server, and the Node that the oldest needs, the project's own being too new. */
const locksFolder = join(repository, 'test', 'harness', 'editors');
const manifest = 'package.json';
const lock = 'package-lock.json';

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}

async function readLock(file: string): Promise<LockFile['packages']> {
  return (JSON.parse(await readFile(file, 'utf8')) as LockFile).packages;
}

/**
 * Installs what the lock file of the folder says. Not by `npm ci`, which refuses a lock file without a package of another system that
 * the registry does not have; so what came is compared. Nothing of it has run by then.
 */
async function installLocked(folder: string, lockName = 'package-lock.json'): Promise<void> {
  const locked = await readLock(join(folder, lockName));
  await runOrThrow(
    'VS Code could not be installed from the npm registry',
    'npm',
    ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'],
    { cwd: folder },
  );
  const installed = await readLock(join(folder, 'node_modules', '.package-lock.json'));
  const strangers = Object.entries(installed).filter(
    ([place, { integrity }]) => integrity === undefined || integrity !== locked[place]?.integrity,
  );
  if (strangers.length > 0) {
    throw new Error(
      `The lock file of VS Code pins others by their hash than npm installed: ${strangers.map(([place]) => place).join(', ')}`,
    );
  }
}

/** Gives VS Code our lock file: code-server's own is not whole, or has a git address, which the registry cannot serve. */
async function lockVsCode(vscode: string, version: VsCodeVersion): Promise<void> {
  if (version === '1.106.3') {
    const file = join(vscode, manifest);
    const content = JSON.parse(await readFile(file, 'utf8')) as { dependencies: Record<string, string> };
    content.dependencies['@parcel/watcher'] = '^2.5.1';
    await writeFile(file, JSON.stringify(content, undefined, 2));
  }
  await rm(join(vscode, 'npm-shrinkwrap.json'), { force: true });
  await copyFile(join(locksFolder, version, 'vscode-lock.json'), join(vscode, lock));
}

/**
 * What code-server would install in its postinstall script with a compiler too: dependencies of VS Code and its extensions; the
 * lock of the latter is its own. The optional ones are the prebuilt file watcher and ripgrep.
 */
async function installInto(folder: string, version: VsCodeVersion): Promise<void> {
  const locks = join(locksFolder, version);
  await mkdir(folder, { recursive: true });
  for (const file of [manifest, lock]) {
    await copyFile(join(locks, file), join(folder, file));
  }
  await installLocked(folder);
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  await lockVsCode(vscode, version);
  await installLocked(vscode);
  await installLocked(join(vscode, 'extensions'), 'npm-shrinkwrap.json');
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Deletes what installations left behind that were killed half-way. */
async function removeAbandoned(name: string): Promise<void> {
  for (const entry of await readdir(editorsFolder)) {
    const pid = entry.startsWith(`${name}.`) ? Number(entry.slice(name.length + 1)) : Number.NaN;
    if (Number.isInteger(pid) && !isRunning(pid)) {
      await rm(join(editorsFolder, entry), { recursive: true, force: true });
    }
  }
}

/** Installs beside the final folder and renames: a folder of the final name is always whole. */
async function install(version: VsCodeVersion, name: string): Promise<void> {
  const folder = join(editorsFolder, name);
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(editorsFolder, { recursive: true });
  await removeAbandoned(name);
  try {
    await installInto(unfinished, version);
    await rename(unfinished, folder);
  } catch (error) {
    // Another process that installed the same at the same time may have been faster, and that is as good.
    if (!existsSync(folder)) {
      throw error;
    }
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Under way in this process, or done. */
const installations = new Map<VsCodeVersion, Promise<void>>();

/**
 * VS Code of that version, installed first (from npm, once, in about 15 to 30 seconds) where it is not there yet.
 * @throws Error saying what is missing, on Windows too, where code-server does not run.
 */
export async function ensureVsCode(version: VsCodeVersion): Promise<VsCodeServer> {
  if (process.platform === 'win32') {
    throw new Error('code-server does not run on Windows: use desktop VS Code there (npm run test:desktop).');
  }
  const name = `vscode-${version}`;
  const folder = join(editorsFolder, name);
  if (!existsSync(folder)) {
    console.log(`Installing VS Code ${version} (code-server from npm, once)`);
    const installation = installations.get(version) ?? install(version, name);
    installations.set(version, installation);
    await installation;
  }
  const modules = join(folder, 'node_modules');
  const program = join(modules, 'code-server');
  const ownNode = join(modules, '.bin', 'node');
  return {
    version,
    node: existsSync(ownNode) ? ownNode : process.execPath,
    codeServer: join(program, 'out', 'node', 'entry.js'),
    serverMain: join(program, 'lib', 'vscode', 'out', 'server-main.js'),
  };
}
