// G14: two builds of the VSIX are equal to the byte, it holds exactly what it should, with the licence of each package in it, nothing
// invisible in its texts, and no known vulnerability in what ships.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDebianProgram } from '../harness/debianProgram.ts';
import { packageExtension } from '../harness/packageExtension.ts';
import { runOrThrow, runProgram } from '../harness/processes.ts';
import { repository } from '../harness/repository.ts';
import type { Goal, GoalRun } from './goal.ts';
import { withFolder } from './support/storeFolders.ts';
import { hasHidden } from '../../src/shared/hiddenCharacters.ts';

/** All files of the package; chunks have their content's hash in their names. */
const expectedFiles: readonly (string | RegExp)[] = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/package.json',
  'extension/package.nls.id.json',
  'extension/package.nls.json',
  'extension/package.nls.zh-cn.json',
  'extension/readme.md',
  'extension/dist/THIRD-PARTY-NOTICES.txt',
  'extension/dist/extension.js',
  'extension/dist/storeWorker.js',
  /^extension\/dist\/chunks\/[\w-]+-[A-Z0-9]{8}\.js$/,
  'extension/dist/webview/codicon.css',
  'extension/dist/webview/codicon.ttf',
  'extension/dist/webview/highlightWorker.js',
  'extension/dist/webview/panel.js',
  'extension/dist/webview/spend.js',
  'extension/l10n/bundle.l10n.id.json',
  'extension/l10n/bundle.l10n.zh-cn.json',
  'extension/media/activity.svg',
  'extension/media/base.css',
  'extension/media/history.css',
  'extension/media/icon.png',
  'extension/media/panel.css',
  'extension/media/spend.css',
];

const isText = /\.(?:js|json|css|md|txt|svg|xml|vsixmanifest)$/;

// Rows: T44
export const g14: Goal = {
  name: 'G14',
  async run(run) {
    await withFolder(async (folder) => {
      const files = [join(folder, 'one.vsix'), join(folder, 'two.vsix')];
      for (const file of files) {
        await packageExtension(file);
      }
      const [one = '', two = ''] = files;
      await run.try(
        () => 'two builds',
        async () => equal(await hashOf(one), await hashOf(two)),
      );
      const unzip = await ensureDebianProgram('unzip');
      const unpacked = join(folder, 'unpacked');
      await runOrThrow('The VSIX could not be unpacked', unzip, ['-q', one, '-d', unpacked]);
      const output = await runOrThrow('The VSIX could not be listed', unzip, ['-Z1', one]);
      await tryFiles(run, output.trim().split('\n'), unpacked);
    });
    await run.try(
      () => 'known vulnerabilities of what ships',
      () => audit(),
    );
  },
};

async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

function equal(one: string, other: string): void {
  if (one !== other) {
    throw new Error(`${one} is not ${other}`);
  }
}

async function tryFiles(run: GoalRun, names: readonly string[], unpacked: string): Promise<void> {
  const isExpected = (name: string): boolean =>
    expectedFiles.some((expected) => (typeof expected === 'string' ? expected === name : expected.test(name)));
  for (const name of names) {
    await run.try(
      () => name,
      async () => {
        if (!isExpected(name)) {
          throw new Error('It should not be in the package.');
        }
        const text = isText.test(name) ? await readFile(join(unpacked, name), 'utf8') : '';
        // What is read is not what runs. A byte order mark is one, too.
        if (hasHidden(text)) {
          throw new Error('It holds an invisible character.');
        }
      },
    );
  }
  for (const name of expectedFiles.filter((expected) => typeof expected === 'string')) {
    await run.try(
      () => `${name} is there`,
      () => {
        if (!names.includes(name)) {
          throw new Error('It is missing from the package.');
        }
      },
    );
  }
  await tryNotices(run, await readFile(join(unpacked, 'extension/dist/THIRD-PARTY-NOTICES.txt'), 'utf8'));
}

/** Each package of the bundles, by the build's own list of what went in. */
async function tryNotices(run: GoalRun, notices: string): Promise<void> {
  const meta = JSON.parse(await readFile(join(repository, 'dist', 'meta.json'), 'utf8')) as { inputs: object };
  const packages = new Set(
    Object.keys(meta.inputs).flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  for (const name of [...packages, '@vscode/codicons']) {
    await run.try(
      () => `the licence of ${name}`,
      () => {
        const notice = notices.split(/^-{80}$/m).find((part) => part.trim().startsWith(`${name} `));
        if (notice === undefined || !/copyright|attribution/i.test(notice)) {
          throw new Error('It is not among the notices.');
        }
      },
    );
  }
}

/** Says so where the registry has no audit to give: that is no vulnerability, and no proof of none. */
async function audit(): Promise<void> {
  const command = ['audit', '--omit=dev', '--audit-level=low', '--json', '--loglevel=silent'];
  const { output } = await runProgram('npm', command, { cwd: repository });
  const report = JSON.parse(output.slice(output.indexOf('{'))) as {
    readonly error?: unknown;
    readonly metadata?: {
      readonly vulnerabilities: { readonly total: number };
      readonly dependencies: { readonly prod: number };
    };
  };
  const { metadata } = report;
  if (!metadata) {
    console.log('G14: no audit could be had from this registry.');
    return;
  }
  if (metadata.dependencies.prod < 10) {
    throw new Error(`The audit looked at ${metadata.dependencies.prod} packages only.`);
  }
  if (metadata.vulnerabilities.total > 0) {
    throw new Error(JSON.stringify(metadata.vulnerabilities));
  }
}
