// The layers of src: which folder may import what. The one place where they are declared.
import { readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, parseSource, sources, type Source } from './support/sources.ts';

interface Layer {
  /** Sibling folders. */
  readonly folders: readonly string[];
  /** Matched whole, or with a sub-path; `node:` allows every built-in module. */
  readonly packages: readonly string[];
}

const layers: Readonly<Record<string, Layer>> = {
  shared: { folders: [], packages: ['valibot'] },
  words: { folders: ['shared', 'contributions'], packages: [] },
  contributions: { folders: ['shared'], packages: [] },
  api: { folders: ['shared'], packages: ['undici', 'eventsource-parser', 'valibot', 'node:'] },
  chat: { folders: ['shared'], packages: [] },
  edit: { folders: ['shared'], packages: ['diff'] },
  credits: { folders: ['shared'], packages: [] },
  store: {
    folders: ['shared'],
    packages: ['node:crypto', 'node:sqlite', 'node:fs', 'node:path', 'node:worker_threads'],
  },
  vscode: {
    folders: ['shared', 'words', 'contributions', 'api', 'chat', 'edit', 'credits', 'store'],
    packages: ['vscode', 'undici', 'eventsource-parser', 'valibot', 'diff', 'node:'],
  },
  webview: {
    folders: ['shared', 'words'],
    packages: ['valibot', 'preact', '@preact/signals', 'markdown-it', 'highlight.js'],
  },
};

/** The composition root: everything but the webview, which is a bundle of its own. */
const root: Layer = {
  folders: Object.keys(layers).filter((name) => name !== 'webview'),
  packages: ['vscode'],
};

function isPackageAllowed(name: string, { packages }: Layer): boolean {
  return packages.some((allowed) =>
    allowed === 'node:' ? name.startsWith('node:') : name === allowed || name.startsWith(`${allowed}/`),
  );
}

/** What a file imports and may not, each as `file imports what`. */
function violationsIn(source: Source): readonly string[] {
  const [, folder = '', ...rest] = source.path.split('/');
  const layer = rest.length === 0 ? root : layers[folder];
  if (!layer) {
    return [`src/${folder} is no layer: say in ${import.meta.filename} what it may import`];
  }
  const isAllowed = (specifier: string | undefined): boolean => {
    if (specifier === undefined) {
      return false;
    }
    if (!specifier.startsWith('.')) {
      return isPackageAllowed(specifier, layer);
    }
    const [top, target = ''] = posix.join(posix.dirname(source.path), specifier).split('/');
    return top === 'src' && (target === folder || layer.folders.includes(target));
  };
  return importsOf(source)
    .filter((specifier) => !isAllowed(specifier))
    .map((specifier) => `${source.path} imports ${specifier ?? 'something that is not written out'}`);
}

describe('the layers of src', () => {
  it('are kept by every import', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.flatMap(violationsIn)).toEqual([]);
  });

  it('are all there', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(layers).sort());
  });

  it.each([
    ['a folder that is not below', "import { a } from '../vscode/a.ts';"],
    ['a type of it', "import type { A } from '../vscode/a.ts';"],
    ['a type of it, inside a type', "type A = import('../vscode/a.ts').A;"],
    ['it, later', "await import('../vscode/a.ts');"],
    ['something unknown, later', 'await import(name);'],
    ['it, to hand it on', "export { a } from '../vscode/a.ts';"],
    ['a test', "import { a } from '../../test/a.ts';"],
    ['a package that is not its own', "import { a } from 'undici';"],
    ['a module of Node', "import { a } from 'node:fs';"],
    ['a package whose name only begins alike', "import { a } from 'valibot-two';"],
  ])('refuse that src/shared imports %s', (_what, text) => {
    expect(violationsIn(parseSource('src/shared/example.ts', text))).toHaveLength(1);
  });

  it('allow what is allowed', () => {
    const text = "import * as v from 'valibot'; import { a } from './a.ts'; export * from '../shared/b.ts';";
    expect(violationsIn(parseSource('src/shared/example.ts', text))).toEqual([]);
  });

  it('keep the webview out of the host, and the host out of the webview', () => {
    const toWebview = "import { a } from './webview/a.ts';";
    expect(violationsIn(parseSource('src/extension.ts', toWebview))).toHaveLength(1);
    expect(violationsIn(parseSource('src/webview/a.ts', "import { a } from '../api/a.ts';"))).toHaveLength(1);
    expect(violationsIn(parseSource('src/webview/a.ts', "import fs from 'node:fs';"))).toHaveLength(1);
  });

  it('refuse a folder without a row', () => {
    expect(violationsIn(parseSource('src/other/a.ts', ''))).toHaveLength(1);
  });
});
