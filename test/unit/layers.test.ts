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
  protocol: { folders: ['shared'], packages: ['valibot'] },
  words: { folders: ['shared', 'contributions'], packages: [] },
  contributions: { folders: ['shared'], packages: [] },
  api: { folders: ['shared'], packages: ['undici', 'eventsource-parser', 'valibot', 'node:'] },
  turn: { folders: ['shared'], packages: [] },
  context: { folders: ['shared'], packages: ['valibot'] },
  chat: { folders: ['shared', 'turn', 'context'], packages: [] },
  edit: { folders: ['shared'], packages: ['diff'] },
  credits: { folders: ['shared', 'turn'], packages: [] },
  models: { folders: ['shared'], packages: [] },
  store: {
    folders: ['shared'],
    packages: ['node:crypto', 'node:sqlite', 'node:fs', 'node:path', 'node:worker_threads'],
  },
  vscode: {
    folders: [
      ...['shared', 'protocol', 'words', 'contributions', 'context', 'turn'],
      ...['api', 'chat', 'edit', 'credits', 'models', 'store'],
    ],
    packages: ['vscode', 'undici', 'eventsource-parser', 'valibot', 'diff', 'node:'],
  },
  webview: {
    folders: ['shared', 'protocol', 'words', 'context'],
    packages: ['valibot', 'preact', '@preact/signals', 'markdown-it', 'highlight.js'],
  },
};

/** Folders inside a layer, lowest first: each may import itself and those before it. What lies beside them may import all. */
const floors: Readonly<Record<string, readonly string[]>> = {
  vscode: ['host', 'gateway', 'models', 'credits', 'chat', 'edit', 'actions', 'help'],
  webview: ['kit', 'markdown', 'highlight', 'panel', 'spend'],
};

/** What lies beside floors and may be imported by them: what is loaded on demand is one piece of all floors. */
const doors: ReadonlySet<string> = new Set(['src/vscode/onDemand.ts']);

/** How many the house may have; arrows to `shared` are not counted. */
const most = { storeys: 6, arrows: 26 };

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
    // By another name for the same file a circle would go unseen.
    if (!/\.(?:tsx?|json)$/.test(specifier)) {
      return false;
    }
    const [top, target = ''] = posix.join(posix.dirname(source.path), specifier).split('/');
    return top === 'src' && (target === folder || layer.folders.includes(target));
  };
  return importsOf(source)
    .filter((specifier) => !isAllowed(specifier))
    .map((specifier) => `${source.path} imports ${specifier ?? 'something that is not written out'}`);
}

/** Imports that run up inside a layer, each as `file imports what`. */
function climbsIn(source: Source): readonly string[] {
  const [, folder = '', floor = ''] = source.path.split('/');
  const order = floors[folder];
  const own = order?.indexOf(floor) ?? -1;
  if (!order || own < 0) {
    return [];
  }
  const isUp = (target: string): boolean => {
    const floorOf = order.indexOf(target.split('/')[2] ?? '');
    return floorOf > own || (floorOf < 0 && !doors.has(target));
  };
  return targetsOf(source)
    .filter((target) => target.startsWith(`src/${folder}/`) && isUp(target))
    .map((target) => `${source.path} imports ${target}`);
}

/** The files of ours that a file imports, for their types too. */
function targetsOf(source: Source): readonly string[] {
  return importsOf(source)
    .filter((specifier) => specifier?.startsWith('.') === true)
    .map((specifier) => posix.join(posix.dirname(source.path), specifier ?? ''));
}

/** Groups of files that import each other in a circle, be it for types only. */
function circlesIn(all: readonly Source[]): readonly string[] {
  const targets = new Map(all.map((source) => [source.path, targetsOf(source)]));
  const isDone = new Map<string, boolean>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (isDone.get(path) === false) {
      circles.push([...way.slice(way.indexOf(path)), path].join(' > '));
    }
    if (isDone.has(path)) {
      return;
    }
    isDone.set(path, false);
    for (const target of targets.get(path) ?? []) {
      visit(target, [...way, path]);
    }
    isDone.set(path, true);
  };
  all.forEach(({ path }) => visit(path, []));
  return circles;
}

/** Which folders of src import which others, but for `shared`. */
function arrowsOf(all: readonly Source[]): ReadonlyMap<string, readonly string[]> {
  const nameOf = (path: string): string => path.split('/')[1] ?? '';
  const arrows = Map.groupBy(
    all.flatMap((source) => targetsOf(source).map((target) => [nameOf(source.path), nameOf(target)] as const)),
    ([from]) => from,
  );
  const distinct = (pairs: readonly (readonly [string, string])[]): readonly string[] =>
    [...new Set(pairs.filter(([from, to]) => from !== to && to !== 'shared').map(([, to]) => to))].sort();
  return new Map([...arrows].map(([from, pairs]) => [from, distinct(pairs)]));
}

function storeyOf(folder: string, arrows: ReadonlyMap<string, readonly string[]>): number {
  const below = (arrows.get(folder) ?? []).map((target) => storeyOf(target, arrows));
  return folder === 'shared' ? 1 : 1 + Math.max(1, ...below);
}

describe('the layers of src', () => {
  it('have floors up which nothing runs', () => {
    expect(sources.flatMap(climbsIn)).toEqual([]);
    const up = parseSource('src/vscode/host/a.ts', "import type { A } from '../chat/a.ts';");
    expect(climbsIn(up)).toEqual(['src/vscode/host/a.ts imports src/vscode/chat/a.ts']);
    expect(climbsIn(parseSource('src/vscode/chat/a.ts', "import { a } from '../host/a.ts';"))).toEqual([]);
    const aside = parseSource('src/vscode/host/a.ts', "import { a } from '../beside.ts';");
    expect(climbsIn(aside)).toEqual(['src/vscode/host/a.ts imports src/vscode/beside.ts']);
  });

  it('have all their floors declared', () => {
    for (const [folder, order] of Object.entries(floors)) {
      const found = readdirSync(`src/${folder}`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
      expect(found.map(({ name }) => name).sort()).toEqual([...order].sort());
    }
  });

  it('hold no circle, of types neither', () => {
    expect(circlesIn(sources)).toEqual([]);
    const circle = ['a', 'b'].map((name) =>
      parseSource(`src/chat/${name}.ts`, `import type { A } from './${name === 'a' ? 'b' : 'a'}.ts';`),
    );
    expect(circlesIn(circle)).toEqual(['src/chat/a.ts > src/chat/b.ts > src/chat/a.ts']);
  });

  it('read at a glance', () => {
    const arrows = arrowsOf(sources);
    const count = [...arrows.values()].flat().length;
    const storeys = Math.max(...[...arrows.keys()].map((folder) => storeyOf(folder, arrows)));
    console.log(
      [
        `src: ${storeys} storeys, ${count} arrows between folders, those to shared not counted`,
        ...[...arrows].map(([from, to]) => `  ${storeyOf(from, arrows)} ${from}: ${to.join(', ')}`).sort(),
      ].join('\n'),
    );
    expect(count).toBeLessThanOrEqual(most.arrows);
    expect(storeys).toBeLessThanOrEqual(most.storeys);
  });

  it('are made of small files', () => {
    const sizes = sources.map(({ text }) => text.split('\n').length - 1).sort((a, b) => a - b);
    const at = (share: number): number => sizes[Math.floor((sizes.length - 1) * share)] ?? Infinity;
    console.log(
      `src: ${sizes.length} files of ${at(0.5)} lines (median), ${at(0.9)} (90th percentile), ${at(1)} (largest)`,
    );
    expect(at(0.9)).toBeLessThanOrEqual(200);
    expect(at(1)).toBeLessThanOrEqual(350);
  });

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
    ['a file of its own without its ending', "import { a } from './a';"],
    ['a file of its own under another ending', "import { a } from './a.js';"],
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
