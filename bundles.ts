// How the pages' bundles are built: the one place, for what ships (esbuild.js) and for pages around a script of a test's own.
import type { BuildOptions } from 'esbuild';

/** What all bundles share. */
export function bundleOptions(isProduction: boolean) {
  return {
    bundle: true,
    minify: isProduction,
    sourcemap: isProduction ? false : 'linked',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': isProduction ? '"production"' : '"development"' },
  } as const satisfies BuildOptions;
}

/** Any script that a page of ours loads. The target is the Chromium of the oldest VS Code that we support. */
export function pageOptions(isProduction: boolean) {
  return {
    ...bundleOptions(isProduction),
    format: 'iife',
    platform: 'browser',
    target: 'chrome138',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  } as const satisfies BuildOptions;
}
