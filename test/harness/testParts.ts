// The parts of npm test: gates, unit tests, suites in the extension host, and tests of the packaged extension.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goals } from '../faults/goals.ts';
import { newSeed, runGoals } from '../faults/runGoals.ts';
import { withoutChatter } from './chatter.ts';
import { ensureChromium, installHeadlessChromium } from './chromium.ts';
import { CleanUp } from './cleanUp.ts';
import { ensureDesktop, runDesktopSuites } from './desktop.ts';
import { runExtensionHostSuites } from './extensionHost.ts';
import { type FailureReport, reportFileVariable } from './failureReporter.ts';
import { nothing, type Part, type PartResult } from './parts.ts';
import { runOrThrow, runProgram } from './processes.ts';
import { repository } from './repository.ts';
import { chosenSuites, type SuiteTotals } from './suiteTotals.ts';
import { ensureVsCode, vsCodeVersions, type VsCodeVersion } from './vsCodeServer.ts';

const isWindows = process.platform === 'win32';

/** A static check, run as an npm script. It counts as one test. */
function gate(name: string, script: string): Part {
  return {
    name,
    run: async () => {
      const { exitCode, output } = await runProgram('npm', ['run', '--silent', script], { cwd: repository });
      return exitCode === 0 ? { ...nothing, passed: 1 } : { ...nothing, failed: 1, details: output };
    },
  };
}

function countReport({ passed, failures }: FailureReport, exitCode: number, output: string): PartResult {
  if (failures.length === 0) {
    return { passed, failed: exitCode === 0 ? 0 : 1, details: output };
  }
  // All titles come first, so that even the beginning of a long output shows every failure.
  const titles = failures.map(({ title }) => title);
  const reasons = failures.map(({ title, why }) => `\n${title}\n${withoutChatter(why)}`);
  return { passed, failed: failures.length, details: [...titles, ...reasons].join('\n') };
}

/** Some projects of test/vitest.config.ts. If `files` is not empty, only test files whose path contains one of its texts. */
function vitest(name: string, projects: readonly string[], files: readonly string[] = []): Part {
  return {
    name,
    run: async () => {
      const cleanUp = new CleanUp();
      try {
        const file = join(await cleanUp.temporaryFolder(), 'report.json');
        const report = ['--reporter=default', '--reporter=test/harness/failureReporter.ts'];
        const program = join(repository, 'node_modules', 'vitest', 'vitest.mjs');
        const chosen = projects.flatMap((project) => ['--project', project]);
        const run = [program, 'run', '--config', 'test/vitest.config.ts', ...chosen, ...report, ...files];
        const { exitCode, output } = await runProgram(process.execPath, run, {
          cwd: repository,
          env: { NO_COLOR: '1', [reportFileVariable]: file },
        });
        const text = await readFile(file, 'utf8').catch(() => undefined);
        return text === undefined
          ? { ...nothing, failed: 1, details: output }
          : countReport(JSON.parse(text) as FailureReport, exitCode, output);
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
  name: 'Chromium is installed',
  run: async () => {
    await ensureChromium();
    await installHeadlessChromium();
    return { ...nothing, passed: 1 };
  },
};

export const editors: Part = {
  name: 'VS Code is installed, the newest and the oldest',
  run: async () => {
    await Promise.all(isWindows ? vsCodeVersions.map(ensureDesktop) : vsCodeVersions.map(ensureVsCode));
    return { ...nothing, passed: 1 };
  },
};

/** Packages the VSIX before it builds the suites, because packaging deletes them. */
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

/** A program of this repository whose output is for people. It fails if its exit code is not 0. */
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

/** Benchmarks report whether their goals are met, and fail only if they cannot run. */
export const benchmarks = program('benchmarks', 'test/bench/main.ts');
export const screenshots = program('screenshots of every state in three themes', 'test/harness/screenshots.ts');

/** Tests of pure code, of pages in Chromium, and of windows that run the extension with a stand-in for VS Code. */
export const unitTests = (files?: readonly string[]): Part =>
  vitest('unit tests, pages and windows', ['unit', 'window'], files);
export const extensionHostSuites = (files?: readonly string[]): readonly Part[] =>
  vsCodeVersions.map((version) => suites(version, files));
export const endToEndTests = (files?: readonly string[]): Part =>
  vitest('tests of the packaged extension', ['e2e'], files);
