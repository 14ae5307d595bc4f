// What npm test consists of: gates, unit tests, suites in the extension host, and tests of the packaged extension.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goals } from '../faults/goals.ts';
import { newSeed, runGoals } from '../faults/runGoals.ts';
import { withoutChatter } from './chatter.ts';
import { ensureChromium } from './chromium.ts';
import { CleanUp } from './cleanUp.ts';
import { ensureDesktop, runDesktopSuites } from './desktop.ts';
import { runExtensionHostSuites } from './extensionHost.ts';
import { nothing, type Part, type PartResult } from './parts.ts';
import { runOrThrow, runProgram } from './processes.ts';
import { repository } from './repository.ts';
import type { SuiteTotals } from './suiteTotals.ts';
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

/** The part of vitest's JSON report that is counted. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numTotalTests: number;
  /** A file that could not be loaded has failed without a test in it. */
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** Counts a report: whatever has not passed, a skipped test too, has failed. */
function countReport(report: VitestReport, exitCode: number, details: string): PartResult {
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = report.numTotalTests - report.numPassedTests + unloaded.length;
  // Vitest also ends with an error for one outside of any test.
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed, details };
}

/** One vitest project of test/vitest.config.ts. */
function vitest(name: string, project: string): Part {
  return {
    name,
    run: async () => {
      const cleanUp = new CleanUp();
      try {
        const file = join(await cleanUp.temporaryFolder(), 'report.json');
        const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
        const program = join(repository, 'node_modules', 'vitest', 'vitest.mjs');
        const run = [program, 'run', '--config', 'test/vitest.config.ts', '--project', project, ...report];
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

function suites(version: VsCodeVersion): Part {
  return {
    name: `suites in the extension host of VS Code ${version}`,
    run: async () => {
      const run = isWindows ? runDesktopSuites : runExtensionHostSuites;
      return fromTotals(await run({ version }));
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
/** The goals of reliability at small sizes; `npm run test:faults` runs them at full size. */
export const faultGoals: Part = {
  name: 'goals of reliability, short form',
  run: async () => {
    const lines: string[] = [];
    const totals = await runGoals(goals, { seed: newSeed(), isShort: true }, (line) => lines.push(line));
    return { passed: totals.met, failed: totals.missed, details: lines.join('\n') };
  },
};

export const unitTests = vitest('unit tests', 'unit');
export const extensionHostSuites: readonly Part[] = vsCodeVersions.map(suites);
export const endToEndTests = vitest('tests of the packaged extension', 'e2e');
