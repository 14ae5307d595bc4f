// Lock files are whole: `npm ci` refuses one in which a package is missing, be it one of another platform, and npm leaves
// these out when it writes the file while node_modules is there.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}
type Packages = Readonly<Record<string, LockedPackage>>;

/** What `npm ci` installs. */
const ownLockFiles = ['package-lock.json', 'test/bench/package-lock.json'];
/** What tests install to run in: some packages of other systems are in no registry that we know. */
const editorLockFiles = ['1.139.1/package', '1.139.1/vscode', '1.106.3/package', '1.106.3/vscode'].map(
  (name) => `test/harness/editors/${name}-lock.json`,
);

function readPackages(path: string): Packages {
  const file = new URL(`../../${path}`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { packages: Packages }).packages;
}

/** Where Node would look for a package that the one at `from` requires, from the inside out. */
function placesOf(name: string, from: string): readonly string[] {
  const parts = from === '' ? [] : from.split(/(?<=.)(?=\/node_modules\/)|^(?=node_modules\/)/);
  return parts
    .map((_, index) => `${parts.slice(0, parts.length - index).join('')}/node_modules/${name}`)
    .concat(`node_modules/${name}`);
}

/** What packages ask for and the file does not have. */
function missingFrom(packages: Packages): readonly string[] {
  return Object.entries(packages).flatMap(([path, entry]) => {
    const isPeerWanted = (name: string): boolean => entry.peerDependenciesMeta?.[name]?.optional !== true;
    const wanted = [
      ...Object.keys({ ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies }),
      ...Object.keys(entry.peerDependencies ?? {}).filter(isPeerWanted),
    ];
    return wanted
      .filter((name) => !placesOf(name, path).some((place) => Object.hasOwn(packages, place)))
      .map((name) => `${path} wants ${name}`);
  });
}

it.each(ownLockFiles)('%s has every package that another one asks for, on any platform', (path) => {
  expect(missingFrom(readPackages(path))).toEqual([]);
});

// Rows: T44
describe.each([...ownLockFiles, ...editorLockFiles])('%s', (path) => {
  const packages = readPackages(path);

  it('pins every package by its hash', () => {
    const installed = Object.entries(packages).filter(([place]) => place !== '');
    expect(installed.filter(([, { integrity }]) => integrity === undefined).map(([place]) => place)).toEqual([]);
    expect(installed.length).toBeGreaterThan(5);
  });
});

it('a package of another platform that is left out is missed', () => {
  const packages = readPackages('package-lock.json');
  const native = Object.keys(packages).filter((place) => /^node_modules\/@[^/]+\/.*win32-x64/.test(place));
  expect(native.length).toBeGreaterThan(2);
  for (const left of native) {
    const { [left]: _leftOut, ...others } = packages;
    expect(missingFrom(others).join('\n'), left).toContain(`wants ${left.replace('node_modules/', '')}`);
  }
});

it('no package runs a script while it is installed, but those that were looked at', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    allowScripts: Readonly<Record<string, boolean>>;
  };
  const running = Object.entries(readPackages('package-lock.json')).filter(([, entry]) => entry.hasInstallScript);
  expect(running.map(([place]) => place.replace('node_modules/', ''))).toEqual(Object.keys(manifest.allowScripts));
});
