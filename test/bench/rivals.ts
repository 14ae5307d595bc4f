// The rivals of the benchmarks: a package of their own beside this file, installed when a benchmark first needs them.
import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runOrThrow } from '../harness/processes.ts';

const folder = import.meta.dirname;
const rivalRequire = createRequire(join(folder, 'package.json'));

/** Installs what test/bench/package.json names, where it is not there. */
export async function installRivals(): Promise<void> {
  const { dependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const missing = await Promise.all(
    Object.entries(dependencies).map(async ([name, version]) => (await readRivalVersion(name)) !== version),
  );
  if (missing.includes(true)) {
    await runOrThrow('The rivals could not be installed', 'npm', ['install', '--no-save', '--no-audit', '--no-fund'], {
      cwd: folder,
    });
  }
}

/** The installed version, or undefined. */
export async function readRivalVersion(name: string): Promise<string | undefined> {
  const manifest = join(folder, 'node_modules', name, 'package.json');
  try {
    await access(manifest);
    return (JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string }).version;
  } catch {
    return undefined;
  }
}

/** Their types are not part of this project, which is checked without them installed. */
export async function importRival<Module>(name: string): Promise<Module> {
  return (await import(pathToFileURL(rivalRequire.resolve(name)).href)) as Module;
}
