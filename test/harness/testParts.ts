// What npm test consists of: gates, unit tests, suites in the extension host, and tests of the packaged extension.
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { goals } from '../faults/goals.ts';
import { newSeed, runGoals } from '../faults/runGoals.ts';
import { withoutChatter } from './chatter.ts';
import { ensureChromium, installHeadlessChromium } from './chromium.ts';
import { CleanUp } from './cleanUp.ts';
import { ensureDesktop, runDesktopSuites } from './desktop.ts';
import { runExtensionHostSuites } from './extensionHost.ts';
import { nothing, type Part, type PartResult } from './parts.ts';
import { runOrThrow, runProgram } from './processes.ts';
import { repository } from './repository.ts';
import { chosenSuites, type SuiteTotals } from './suiteTotals.ts';
import { ensureVsCode, vsCodeVersions, type VsCodeVersion } from './vsCodeServer.ts';

const isWindows = process.platform === 'win32';

/** A static check, which is an npm script: it passes or fails as one. */
function gate(name: string, script: string): Part {
  return {
    name,
    run: async () => {
      const { exitCode, output } = await runProgram('npm', ['run', '--silent', script], { cwd: repository });
      return exitCode === 0 ? { ...nothing, passed: 1 } : { ...nothing, failed: 1, details: output };
    },
  };
}

/** The part of vitest's JSON report that is counted and told. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** Why the file could not be loaded, or a hook outside its tests failed. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

/** Counts a report: whatever has not passed, a skipped test too, has failed; so has a file that could not be loaded, or set up. */
function countReport(report: VitestReport, exitCode: number, output: string): PartResult {
  const failures = report.testResults.flatMap((file) => {
    const tests = file.assertionResults.filter((test) => test.status !== 'passed');
    const where = relative(repository, file.name);
    const ofTests = tests.map((test) => ({
      title: `${where}: ${test.fullName} (${test.status})`,
      why: (test.failureMessages ?? []).join('\n'),
    }));
    const hasFailedWhole = file.status === 'failed' && (tests.length === 0 || file.message !== '');
    return hasFailedWhole ? [{ title: where, why: file.message }, ...ofTests] : ofTests;
  });
  // Vitest also ends with an error for one outside of any test, which only its output tells.
  if (failures.length === 0) {
    return { passed: report.numPassedTests, failed: exitCode === 0 ? 0 : 1, details: output };
  }
  // All titles first: whoever sees only the beginning of a long output still learns what failed.
  const titles = failures.map(({ title }) => title);
  const reasons = failures.map(({ title, why }) => `\n${title}\n${withoutChatter(why)}`);
  return { passed: report.numPassedTests, failed: failures.length, details: [...titles, ...reasons].join('\n') };
}

/** Some projects of test/vitest.config.ts; of them only the files whose path holds one of the texts, where there are any. */
function vitest(name: string, projects: readonly string[], files: readonly string[] = []): Part {
  return {
    name,
    run: async () => {
      const cleanUp = new CleanUp();
      try {
        const file = join(await cleanUp.temporaryFolder(), 'report.json');
        const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
        const program = join(repository, 'node_modules', 'vitest', 'vitest.mjs');
        const chosen = projects.flatMap((project) => ['--project', project]);
        const run = [program, 'run', '--config', 'test/vitest.config.ts', ...chosen, ...report, ...files];
        const { exitCode, output } = await runProgram(process.execPath, run, {
          cwd: repository,
          env: { NO_COLOR: '1' },
        });
        const text = await readFile(file, 'utf8').catch(() => undefined);
        return text === undefined
          ? { ...nothing, failed: 1, details: output }
          : countReport(JSON.parse(text) as VitestReport, exitCode, output);
      } finally {
        await cleanUp.close();
      }
    },
  };
}

function suites(version: VsCodeVersion, files: readonly string[] = []): Part {
  return {
    name: `suites in the extension host of VS Code ${version}`,
    run: async () => {
      const run = isWindows ? runDesktopSuites : runExtensionHostSuites;
      return fromTotals(await run({ version, env: { [chosenSuites]: files.join(',') } }));
    },
  };
}

export function fromTotals({ passed, failed, failures }: SuiteTotals): PartResult {
  return { passed, failed, details: withoutChatter(failures.join('\n')) };
}

export const browser: Part = {
  name: 'Chromium is there',
  run: async () => {
    await ensureChromium();
    await installHeadlessChromium();
    return { ...nothing, passed: 1 };
  },
};

export const editors: Part = {
  name: 'VS Code is there, the newest and the oldest',
  run: async () => {
    await Promise.all(isWindows ? vsCodeVersions.map(ensureDesktop) : vsCodeVersions.map(ensureVsCode));
    return { ...nothing, passed: 1 };
  },
};

/** Packages the VSIX, then builds the suites; packaging would delete them. */
export const build: Part = {
  name: 'the VSIX and the suites are built',
  run: async () => {
    await runOrThrow('The VSIX could not be packaged', 'npm', ['run', '--silent', 'package'], { cwd: repository });
    const buildSuites = ['esbuild.js', '--production', '--tests'];
    await runOrThrow('The suites could not be built', process.execPath, buildSuites, { cwd: repository });
    return { ...nothing, passed: 1 };
  },
};

export const gates: readonly Part[] = [
  gate('lint', 'check:lint'),
  gate('types', 'check:types'),
  gate('format', 'check:format'),
  gate('dead code', 'check:unused'),
];

function goalsOfReliability(name: string, isShort: boolean): Part {
  return {
    name,
    run: async () => {
      const lines: string[] = [];
      const totals = await runGoals(goals, { seed: newSeed(), isShort }, (line) => lines.push(line));
      return { passed: totals.met, failed: totals.missed, details: lines.join('\n') };
    },
  };
}

export const shortGoals = goalsOfReliability('goals of reliability, short form', true);
export const fullGoals = goalsOfReliability('goals of reliability, full size', false);

/** A program of this repository whose output is for people: it fails where it ends with an error. */
function program(name: string, ...script: readonly string[]): Part {
  return {
    name,
    run: async () => {
      const { exitCode, output } = await runProgram(process.execPath, script, { cwd: repository });
      console.log(output.trim());
      return exitCode === 0 ? { ...nothing, passed: 1 } : { ...nothing, failed: 1, details: output };
    },
  };
}

/** A benchmark reports whether its goals are met; it fails only where it cannot be run. */
export const benchmarks = program('benchmarks', 'test/bench/main.ts');
export const screenshots = program('screenshots of every state in three themes', 'test/harness/screenshots.ts');

/** Pure code, pages in Chromium, and windows of ours around a stand-in for VS Code. */
export const unitTests = (files?: readonly string[]): Part =>
  vitest('unit tests, pages and windows', ['unit', 'window'], files);
export const extensionHostSuites = (files?: readonly string[]): readonly Part[] =>
  vsCodeVersions.map((version) => suites(version, files));
export const endToEndTests = (files?: readonly string[]): Part =>
  vitest('tests of the packaged extension', ['e2e'], files);
