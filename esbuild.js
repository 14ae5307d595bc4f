// Builds every bundle: host (ES module, split into chunks loaded when first needed), webview panel, Spend page,
// highlight worker, and, with --tests, the suites that run inside the extension host.
// Flags: --production (minify), --watch, --tests, --out FOLDER (dist by default). Writes meta.json there, which the size benchmark
// reads.
import { cp, glob, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { bundleOptions, pageOptions } from './bundles.ts';

const flag = { type: 'boolean', default: false };
const { values } = parseArgs({
  options: { production: flag, watch: flag, tests: flag, out: { type: 'string', default: 'dist' } },
});
const { production, watch, tests, out } = values;

/** Lines by which the watch task in .vscode/tasks.json knows when a build has ended. */
const announce = {
  name: 'announce',
  setup(build) {
    build.onStart(() => console.log('build started'));
    build.onEnd(() => console.log('build finished'));
  },
};

/** @type {esbuild.BuildOptions} */
const common = {
  ...bundleOptions(production),
  metafile: true,
  logLevel: 'info',
  plugins: watch ? [announce] : [],
};

/** @type {esbuild.BuildOptions} */
const host = {
  ...common,
  entryPoints: ['src/extension.ts'],
  outdir: out,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  splitting: true,
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  // Bundled CommonJS dependencies (undici) call require for Node's own modules.
  banner: {
    js: "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);",
  },
};

/** The worker thread that keeps chats. */
const storeWorker = {
  ...host,
  entryPoints: ['src/store/storeWorker.ts'],
  splitting: false,
  banner: {},
};

/** @type {esbuild.BuildOptions} */
const webview = {
  ...common,
  ...pageOptions(production),
  entryPoints: {
    panel: 'src/webview/panel/main.tsx',
    spend: 'src/webview/spend/main.tsx',
    highlightWorker: 'src/webview/highlight/worker.ts',
  },
  outdir: join(out, 'webview'),
};

async function extensionHostSuites() {
  return {
    ...common,
    minify: false,
    entryPoints: await Array.fromAsync(glob('test/integration/**/*.ts')),
    outdir: join(out, 'test', 'integration'),
    format: 'esm',
    platform: 'node',
    target: 'node22',
    external: ['vscode', 'mocha'],
    splitting: true,
    banner: host.banner,
  };
}

/** The package that holds a file of node_modules: its folder. */
function packageOf(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

/**
 * The licences of all that is bundled, as they ask for. Fails where a package has none: it could not be shipped.
 * @param {readonly string[]} inputs
 */
async function thirdPartyNotices(inputs) {
  // The icons are copied, not bundled.
  const folders = new Set(['node_modules/@vscode/codicons', ...inputs.map(packageOf).filter(Boolean)]);
  const notices = await Promise.all(
    [...folders].toSorted().map(async (folder) => {
      const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      const files = (await readdir(folder)).filter((file) => /^licen[cs]e/i.test(file)).toSorted();
      if (files.length === 0) {
        throw new Error(`${name} has no licence file, and so cannot be bundled.`);
      }
      const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
      return `${name} ${version} (${license})\n\n${texts.map((text) => text.trim()).join('\n\n')}\n`;
    }),
  );
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return ['OpenCodex for VS Code bundles these packages under these licences.\n', ...notices].join(rule);
}

await rm(out, { recursive: true, force: true });
await mkdir(join(out, 'webview'), { recursive: true });
for (const icons of [
  import.meta.resolve('@vscode/codicons/dist/codicon.ttf'),
  import.meta.resolve('@vscode/codicons/dist/codicon.css'),
]) {
  await cp(new URL(icons), join(out, 'webview', basename(icons)));
}

// The page that VS Code shows of the extension: the users' part of the README, whose pictures stay out of the VSIX.
const [usersPart = ''] = (await readFile('README.md', 'utf8')).split(/^## Contributing$/m);
await writeFile(join(out, 'README.md'), usersPart.replaceAll(/^!\[.*\]\(.*\)\n/gm, '').trimEnd() + '\n');

const builds = [host, storeWorker, webview, ...(tests ? [await extensionHostSuites()] : [])];
if (watch) {
  const contexts = await Promise.all(builds.map((options) => esbuild.context(options)));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const results = await Promise.all(builds.map((options) => esbuild.build(options)));
  const [inputs, outputs] = ['inputs', 'outputs'].map((part) =>
    Object.assign({}, ...results.slice(0, 3).map((result) => result.metafile?.[part])),
  );
  await writeFile(join(out, 'meta.json'), JSON.stringify({ inputs, outputs }));
  await writeFile(join(out, 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices(Object.keys(inputs)));
}
