// A real VS Code on this machine: code-server from npm, which carries VS Code's workbench and its Node extension host.
// Installed on first use, without a compiler, into an ignored folder.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOrThrow } from './processes.ts';
import { editorsFolder } from './repository.ts';

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

/** code-server's version for each VS Code, and the Node from npm that it needs where the project's own is too new. */
const editions = {
  '1.139.1': { codeServer: '4.139.1', node: undefined },
  '1.106.3': { codeServer: '4.106.3', node: '22' },
} as const satisfies Record<VsCodeVersion, { codeServer: string; node: string | undefined }>;

async function writePackage(folder: string, content: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(content));
}

async function npmInstall(folder: string, ...installArguments: readonly string[]): Promise<void> {
  await runOrThrow(
    'VS Code could not be installed from the npm registry',
    'npm',
    ['install', '--no-audit', '--no-fund', ...installArguments],
    { cwd: folder },
  );
}

/**
 * What code-server would install in its postinstall script with a compiler: dependencies of VS Code and its extensions.
 * The optional ones are the prebuilt file watcher and ripgrep.
 */
async function installInner(version: VsCodeVersion, inner: string): Promise<void> {
  if (version === '1.106.3') {
    // One dependency is a git address there, which the registry cannot serve.
    const file = join(inner, 'package.json');
    const manifest = JSON.parse(await readFile(file, 'utf8')) as { dependencies: Record<string, string> };
    manifest.dependencies['@parcel/watcher'] = '^2.5.1';
    await writeFile(file, JSON.stringify(manifest, undefined, 2));
    await rm(join(inner, 'npm-shrinkwrap.json'), { force: true });
  }
  await npmInstall(inner, '--omit=dev', '--ignore-scripts');
  await npmInstall(join(inner, 'extensions'), '--omit=dev', '--ignore-scripts');
}

async function installInto(folder: string, version: VsCodeVersion): Promise<void> {
  const edition = editions[version];
  await writePackage(folder, { private: true });
  await npmInstall(folder, '--ignore-scripts', `code-server@${edition.codeServer}`);
  await installInner(version, join(folder, 'node_modules', 'code-server', 'lib', 'vscode'));
  if (edition.node !== undefined) {
    const nodeFolder = join(folder, 'node');
    await writePackage(nodeFolder, { private: true, allowScripts: { node: true } });
    await npmInstall(nodeFolder, `node@${edition.node}`);
  }
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

/**
 * VS Code of that version, installed first (from npm, once, in about 15 to 30 seconds) where it is not there yet.
 * @throws Error saying what is missing, on Windows too, where code-server does not run.
 */
export async function ensureVsCode(version: VsCodeVersion): Promise<VsCodeServer> {
  if (process.platform === 'win32') {
    throw new Error('code-server does not run on Windows: use desktop VS Code there (npm run test:desktop).');
  }
  const edition = editions[version];
  const name = `code-server-${edition.codeServer}`;
  const folder = join(editorsFolder, name);
  if (!existsSync(folder)) {
    console.log(`Installing VS Code ${version} (code-server ${edition.codeServer} from npm, once)`);
    await install(version, name);
  }
  const program = join(folder, 'node_modules', 'code-server');
  return {
    version,
    node: edition.node === undefined ? process.execPath : join(folder, 'node', 'node_modules', '.bin', 'node'),
    codeServer: join(program, 'out', 'node', 'entry.js'),
    serverMain: join(program, 'lib', 'vscode', 'out', 'server-main.js'),
  };
}
