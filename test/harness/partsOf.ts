// Finds the parts of the test run that some test files belong to.
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import type { Part } from './parts.ts';
import { repository } from './repository.ts';
import { browser, build, editors, endToEndTests, extensionHostSuites, unitTests } from './testParts.ts';

interface ChosenParts {
  readonly preparation: readonly Part[];
  readonly tests: readonly Part[];
}

/** @param wanted parts of the paths of test files, such as `credits`, `test/unit/api` or a whole path. */
export function partsOf(wanted: readonly string[]): ChosenParts {
  const all = globSync('test/{unit,window,integration,e2e}/**/*.{test,suite}.{ts,tsx}', { cwd: repository });
  const files = all
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => wanted.some((piece) => path.includes(piece.replace(/^\.\//, ''))));
  const below = (...folders: readonly string[]): readonly string[] =>
    files.filter((path) => folders.some((folder) => path.startsWith(`test/${folder}/`)));
  const units = below('unit', 'window');
  const suites = below('integration');
  const journeys = below('e2e');
  const isInEditor = suites.length + journeys.length > 0;
  return {
    preparation: files.length === 0 ? [] : [browser, ...(isInEditor ? [editors, build] : [])],
    tests: [
      ...(units.length > 0 ? [unitTests(units)] : []),
      ...(suites.length > 0 ? extensionHostSuites(suites.map((path) => basename(path, '.ts'))) : []),
      ...(journeys.length > 0 ? [endToEndTests(journeys)] : []),
    ],
  };
}
