// How big the product is: the VSIX, what an activation loads, and the bundles of the panel. 1 kB is 1,000 bytes.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { packagedExtension, repository } from '../harness/repository.ts';
import { atMost, type BenchResult } from './result.ts';

interface Metafile {
  readonly outputs: Readonly<
    Record<
      string,
      { readonly bytes: number; readonly imports: readonly { readonly path: string; readonly kind: string }[] }
    >
  >;
}

const bench = 'size';

/** Needs the VSIX and the production build that `npm run package` makes. */
export async function benchSize(): Promise<readonly BenchResult[]> {
  const meta = JSON.parse(await readFile(join(repository, 'dist', 'meta.json'), 'utf8')) as Metafile;
  const bytesOf = (output: string): number => meta.outputs[output]?.bytes ?? Number.NaN;
  const kilobytes = (bytes: number): number => bytes / 1000;
  const vsix = (await stat(packagedExtension)).size;
  return [
    atMost(1, {
      bench,
      figure: 'VSIX',
      value: vsix / 1_000_000,
      unit: 'MB',
      against: 'Copilot Chat 0.67: 41 MB unpacked',
    }),
    atMost(150, {
      bench,
      figure: 'loaded at activation',
      value: kilobytes(staticallyLoaded(meta, 'dist/extension.js').reduce((sum, output) => sum + bytesOf(output), 0)),
      unit: 'kB',
      against: 'Copilot Chat 0.67: extension.js 19.6 MB',
    }),
    atMost(220, {
      bench,
      figure: 'panel bundle',
      value: kilobytes(bytesOf('dist/webview/panel.js')),
      unit: 'kB',
      against: 'react-markdown stack of render.md: 630 kB',
    }),
    atMost(110, {
      bench,
      figure: 'highlight worker',
      value: kilobytes(bytesOf('dist/webview/highlightWorker.js')),
      unit: 'kB',
      against: 'highlight.js, all languages: 1,090 kB',
    }),
  ];
}

/** The entry and every chunk that it imports at once, not when first needed. */
function staticallyLoaded(meta: Metafile, entry: string): readonly string[] {
  const loaded = new Set([entry]);
  for (const output of loaded) {
    for (const { path, kind } of meta.outputs[output]?.imports ?? []) {
      if (kind === 'import-statement' && path in meta.outputs) {
        loaded.add(path);
      }
    }
  }
  return [...loaded];
}
