// The table of all rows: what stands for each, what is wrong with it, and the document that shows it.
import { format, resolveConfig } from 'prettier';
import { faults } from './faults.ts';
import type { Row } from './row.ts';
import type { Tag } from './tags.ts';
import { threats } from './threats.ts';

export const documentPath = new URL('README.md', import.meta.url);
export const rows: readonly Row[] = [...threats, ...faults];

/** What must not be: rows for which nothing stands, or too much, and tags that mean nothing. */
export function problemsOf(all: readonly Row[], tags: readonly Tag[]): readonly string[] {
  const ids = new Set<string>(all.map(({ id }) => id));
  return [
    ...all.flatMap((row) => problemOf(row, testsOf(row, tags).length)),
    ...tags.flatMap(({ path, line, rows: named, test }) => {
      const place = `${path}:${line}`;
      return [
        ...(named.length === 0 ? [`${place}: this is to read “// Rows: T1, F12”`] : []),
        ...(test === undefined ? [`${place}: this stands above no test or goal that runs`] : []),
        ...named.filter((id) => !ids.has(id)).map((id) => `${place}: there is no row ${id}`),
      ];
    }),
  ];
}

function problemOf({ id, what, never }: Row, tests: number): readonly string[] {
  if (never && tests > 0) {
    return [`${id} (${what}) cannot occur, by its sentence, and has a test all the same`];
  }
  return never || tests > 0 ? [] : [`${id} (${what}) has no test, and no sentence why it cannot occur`];
}

function testsOf({ id }: Row, tags: readonly Tag[]): readonly string[] {
  return tags.flatMap(({ path, rows: named, test }) =>
    test !== undefined && named.includes(id) ? [`\`${path}\`: ${plain(test)}`] : [],
  );
}

/** The text of the document, as Prettier writes it. */
export async function writeTable(tags: readonly Tag[]): Promise<string> {
  const text = `<!-- Written by \`npm run rows\` from rows.ts and the tests: change those. -->

# What is known to go wrong

${threats.length} threats and ${faults.length} faults that were seen in assistants like this one, and which test fails if one comes true here, or why none can.
A comment directly above a test, \`// Rows: T1, F12\`, says that it stands for these rows. What the sentences rest on is in \`grounds.ts\`.

## Threats

${threats.map((row) => itemOf(row, tags)).join('\n')}

## Faults

${faults.map((row) => itemOf(row, tags)).join('\n')}
`;
  return await format(text, { ...(await resolveConfig(documentPath)), parser: 'markdown' });
}

function itemOf(row: Row, tags: readonly Tag[]): string {
  const { id, what, never } = row;
  const lines = [...(never ? [`Cannot occur: ${plain(never.why)}`] : []), ...testsOf(row, tags)];
  return [`- **${id}** ${plain(what)}`, ...lines.map((line) => `  - ${line}`)].join('\n');
}

/** Text that means nothing to Markdown. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]|#]/g, '\\$&');
}
