// The extension's source files, parsed, for tests of how the code is written.
import { globSync, readFileSync } from 'node:fs';
import { parseSync, Visitor, type ParseResult } from 'oxc-parser';

export interface Source {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly syntax: ParseResult;
}

const root = new URL('../../..', import.meta.url);

export function parseSource(path: string, text: string): Source {
  return { path, text, syntax: parseSync(path, text) };
}

export const sources: readonly Source[] = globSync('src/**/*.{ts,tsx}', { cwd: root }).map((path) =>
  parseSource(path.replaceAll('\\', '/'), readFileSync(new URL(path, root), 'utf8')),
);

/** What a file imports or exports from elsewhere, statically or not, types too; dynamic imports of no literal are undefined. */
export function importsOf({ text, syntax }: Source): readonly (string | undefined)[] {
  const { staticImports, staticExports, dynamicImports } = syntax.module;
  const typeImports: string[] = [];
  if (text.includes('import(')) {
    new Visitor({ TSImportType: ({ source }) => void typeImports.push(source.value) }).visit(syntax.program);
  }
  return [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? [])),
    ...dynamicImports.map(({ moduleRequest }) =>
      /^(['"`])([^$]*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.at(2),
    ),
    ...typeImports,
  ];
}
