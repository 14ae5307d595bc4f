// Layers, sizes and types: the rules of CONTRIBUTING.md, enforced.
import { readdirSync } from 'node:fs';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import tseslint from 'typescript-eslint';

const codeFiles = '**/*.{ts,tsx}';

/**
 * What each folder of src may import: sibling folders and packages. The one place where layers are declared.
 * @type {Record<string, { folders: string[], packages: string[] }>}
 */
const layers = {
  shared: { folders: [], packages: ['valibot'] },
  api: { folders: ['shared'], packages: ['undici', 'eventsource-parser', 'valibot', 'node:'] },
  chat: { folders: ['shared'], packages: [] },
  edit: { folders: ['shared'], packages: ['diff'] },
  credits: { folders: ['shared'], packages: [] },
  store: { folders: ['shared'], packages: ['node:sqlite', 'node:fs', 'node:path', 'node:worker_threads'] },
  vscode: {
    folders: ['shared', 'api', 'chat', 'edit', 'credits', 'store'],
    packages: ['vscode', 'undici', 'eventsource-parser', 'valibot', 'diff', 'node:'],
  },
  webview: { folders: ['shared'], packages: ['valibot', 'preact', '@preact/signals', 'markdown-it', 'highlight.js'] },
};

for (const { name } of readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  if (!Object.hasOwn(layers, name)) {
    throw new Error(`src/${name} is no layer: say in eslint.config.mjs what it may import.`);
  }
}

/** Packages are matched whole, or with a sub-path; `node:` allows every Node built-in. */
function packagePattern(packages) {
  const allowed = packages.map((name) => (name === 'node:' ? 'node:' : `${name}(?:/|$)`));
  return `^(?!\\.|${[...allowed, '$^'].join('|')})`;
}

const layerRules = Object.entries(layers).map(([folder, { folders, packages }]) => {
  const pattern = packagePattern(packages);
  const message = `src/${folder} may import only ${[...folders.map((name) => `src/${name}`), ...packages].join(', ') || 'itself'}.`;
  return {
    files: [`src/${folder}/${codeFiles}`],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: pattern, message }] }],
      'no-restricted-syntax': [
        'error',
        { selector: `ImportExpression[source.value=/${pattern.replaceAll('/', '\\u002F')}/]`, message },
      ],
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            {
              target: `./src/${folder}`,
              from: '.',
              except: [`./src/${folder}`, ...folders.map((name) => `./src/${name}`), './node_modules'],
              message,
            },
          ],
        },
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ['dist/', '.vscode-test/', 'node_modules/', 'test/bench/node_modules/', '**/*.{js,mjs,cjs}'] },
  {
    files: [`{src,test}/${codeFiles}`],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          noWarnOnMultipleProjects: true,
          project: ['tsconfig.json', 'src/webview/tsconfig.json', 'test/tsconfig.json'],
        }),
      ],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/prefer-readonly': 'error',
      // A flat switch over a union is one decision, not one for each case.
      complexity: ['error', { max: 12, variant: 'modified' }],
      curly: 'error',
      eqeqeq: 'error',
      'max-lines': ['error', 350],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'import-x/max-dependencies': ['error', { max: 12, ignoreTypeImports: true }],
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-mutable-exports': 'error',
      'no-console': 'error',
    },
  },
  {
    // Parsers turn the unknown into the typed; everywhere else a cast hides a mistake.
    files: [`src/${codeFiles}`],
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      'import-x/no-restricted-paths': [
        'error',
        { zones: [{ target: './src', from: './test', message: 'src never imports test.' }] },
      ],
    },
  },
  ...layerRules,
  {
    // Pure: what they need of the outside comes through their ports.
    files: [`src/{shared,chat,edit,credits}/${codeFiles}`],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'fetch',
          'XMLHttpRequest',
          'WebSocket',
          'EventSource',
          'process',
          'Buffer',
          'window',
          'document',
          'localStorage',
        ],
      ],
    },
  },
  {
    files: ['src/extension.ts'],
    rules: {
      'max-lines': ['error', 100],
      'import-x/max-dependencies': 'off',
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            { target: './src/extension.ts', from: './src/webview', message: 'The webview is a bundle of its own.' },
          ],
        },
      ],
    },
  },
  {
    // A describe block is as long as its cases; command-line programs print.
    files: [`test/${codeFiles}`],
    rules: {
      'max-lines-per-function': 'off',
      'no-console': 'off',
      'import-x/max-dependencies': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['describe', 'it', 'test'], package: 'node:test' }] },
      ],
    },
  },
  { files: ['**/*.config.ts', '**/vitest.config.mts'], rules: { 'import-x/no-default-export': 'off' } },
);
