// A real VS Code on this machine: code-server from npm, which contains VS Code's workbench and its Node extension host.
// It is installed on first use, without a compiler, into an ignored folder. Every package is verified against the hash in a lock file.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOrThrow } from './processes.ts';
import { editorsFolder, repository } from './repository.ts';

/** The VS Code versions that the harness runs: the newest, and the oldest that the extension supports. */
export const vsCodeVersions = ['1.139.1', '1.106.3'] as const;
export type VsCodeVersion = (typeof vsCodeVersions)[number];

export interface VsCodeServer {
  readonly version: VsCodeVersion;
  /** The path of the Node that this VS Code runs on. */
  readonly node: string;
  /** The path of code-server's entry point, which reads settings from files and installs extensions from a VSIX. */
  readonly codeServer: string;
  /** The path of VS Code's own server, without code-server around it, which runs suites inside the extension host. */
  readonly serverMain: string;
}

/**
 * For each VS Code: the manifest that npm installs, and its lock file. The oldest VS Code needs a Node of its own, because the project's is
 * too new for it.
 */
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
 * Installs the packages of the folder's lock file, then compares their hashes with it; no code of the packages has run by then. `npm ci`
 * does not work here: it refuses a lock file that lacks another platform's package which is not in the registry.
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
      `npm installed packages whose hashes differ from the lock file of VS Code: ${strangers.map(([place]) => place).join(', ')}`,
    );
  }
}

/** Replaces VS Code's lock file by ours: code-server's own is incomplete, or contains a git address, which the registry cannot serve. */
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
 * Installs what code-server's postinstall script, which needs a compiler, would install: dependencies of VS Code and of its extensions, the
 * latter by code-server's own lock file. The prebuilt file watcher and ripgrep are optional dependencies.
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

/** Deletes the remains of installations whose process was killed. */
async function removeAbandoned(name: string): Promise<void> {
  for (const entry of await readdir(editorsFolder)) {
    const pid = entry.startsWith(`${name}.`) ? Number(entry.slice(name.length + 1)) : Number.NaN;
    if (Number.isInteger(pid) && !isRunning(pid)) {
      await rm(join(editorsFolder, entry), { recursive: true, force: true });
    }
  }
}

/** Installs into a temporary folder and renames it, so that the final folder is always complete. */
async function install(version: VsCodeVersion, name: string): Promise<void> {
  const folder = join(editorsFolder, name);
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(editorsFolder, { recursive: true });
  await removeAbandoned(name);
  try {
    await installInto(unfinished, version);
    await rename(unfinished, folder);
  } catch (error) {
    // Another process may have completed the same installation first, which is just as good.
    if (!existsSync(folder)) {
      throw error;
    }
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Installations that this process has started. */
const installations = new Map<VsCodeVersion, Promise<void>>();

/**
 * VS Code of this version; the first call installs it from npm, in about 15 to 30 seconds.
 * @throws Error that says what is missing; always on Windows, where code-server does not run.
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
