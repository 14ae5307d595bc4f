// A vitest reporter that writes the number of passed tests, and each failure with its reason. Vitest's own JSON report lacks the reason why
// a hook failed.
import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { inspect } from 'node:util';
import type { Reporter, TestModule } from 'vitest/node';
import { repository } from './repository.ts';

/** The environment variable that names the file to write. */
export const reportFileVariable = 'OPENCODEX_TEST_REPORT';

export interface FailureReport {
  readonly passed: number;
  /** Every test that has not passed, skipped ones included, every file that failed to load, and every failed hook around several tests. */
  readonly failures: readonly { readonly title: string; readonly why: string }[];
}

interface WithErrors {
  readonly message: string;
  readonly stack?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The errors' stacks without frames of vitest and other packages, which are the same in every test. If a worker died, only the cause says
 * how.
 */
function reasons(errors: readonly WithErrors[]): string {
  const lines = errors.flatMap(({ message, stack, cause }) => [
    ...(stack ?? message).split('\n'),
    ...(cause === undefined ? [] : [`Cause: ${inspect(cause)}`]),
  ]);
  return lines.filter((line) => !/^\s+at .*[\\/]node_modules[\\/]/.test(line)).join('\n');
}

function* failuresOf(module: TestModule): Generator<FailureReport['failures'][number]> {
  const where = relative(repository, module.moduleId);
  for (const around of [module, ...module.children.allSuites()]) {
    const errors = around.errors();
    if (errors.length > 0) {
      yield { title: around.type === 'module' ? where : `${where}: around ${around.fullName}`, why: reasons(errors) };
    }
  }
  for (const test of module.children.allTests()) {
    const { state, errors = [] } = test.result();
    if (state !== 'passed') {
      yield { title: `${where}: ${test.fullName} (${state})`, why: reasons(errors) };
    }
  }
}

export default class FailureReporter implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[], unhandled: readonly WithErrors[]): Promise<void> {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const report: FailureReport = {
      passed: tests.filter((test) => test.result().state === 'passed').length,
      failures: [
        ...modules.flatMap((module) => [...failuresOf(module)]),
        ...unhandled.map((error) => ({ title: 'outside of any test', why: reasons([error]) })),
      ],
    };
    const file = process.env[reportFileVariable];
    if (file === undefined) {
      throw new Error(`${reportFileVariable} names no file.`);
    }
    await writeFile(file, JSON.stringify(report));
  }
}
