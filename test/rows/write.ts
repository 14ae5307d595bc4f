// npm run rows: writes the table of rows anew.
import { writeFileSync } from 'node:fs';
import { documentPath, writeTable } from './table.ts';
import { readTags } from './tags.ts';

writeFileSync(documentPath, await writeTable(readTags()));
