// vitest's projects: `unit` needs no editor, `window` has a stand-in for VS Code around the extension's own code, and `e2e` drives the
// packaged extension in a real VS Code.
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The first start may install VS Code. */
const startsWithinMs = 180_000;
/** The first Chromium after the machine's start is slow to come. */
const chromiumStartsWithinMs = 60_000;
/** A walk with several windows takes a minute and more where other programs have the processor. */
const stepTakesAtMostMs = 150_000;
/** Some drive a page of Chromium, which takes six seconds where four others do the same. */
const unitTakesAtMostMs = 30_000;

/** Whatever of the extension's own code a test imports finds the stand-in in place of the editor. */
const standsInForVscode = { alias: { vscode: join(import.meta.dirname, 'window', 'standIn', 'vscode.ts') } };
const buildsExtension = ['test/window/support/extensionFolder.ts'];

export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..'),
    // vitest's own choice for two cores is one: but half of what these tests do is to wait.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        resolve: standsInForVscode,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}', 'test/gateway/**/*.test.ts'],
          globalSetup: buildsExtension,
          testTimeout: unitTakesAtMostMs,
          hookTimeout: chromiumStartsWithinMs,
          // What is looked at again and again until it is so may take as long as a test does.
          expect: { poll: { timeout: unitTakesAtMostMs / 2 } },
        },
      },
      {
        extends: true,
        resolve: standsInForVscode,
        test: {
          name: 'window',
          include: ['test/window/**/*.test.ts'],
          globalSetup: buildsExtension,
          testTimeout: unitTakesAtMostMs,
          hookTimeout: chromiumStartsWithinMs,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // One VS Code for many files: each worker keeps what support/stage.ts has started, for all the files that it runs.
          maxWorkers: 2,
          isolate: false,
          testTimeout: stepTakesAtMostMs,
          hookTimeout: startsWithinMs,
        },
      },
    ],
  },
});
