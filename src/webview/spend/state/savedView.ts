// How the page is looked at: what is kept while it is hidden and over a reload.
import * as v from 'valibot';
import { spendFilterSchema } from '../../../shared/spend.ts';
import { periods } from '../../../shared/spendDays.ts';

/** The columns of the table of requests, in their order. */
export const columnIds = [
  'time',
  'model',
  'feature',
  'workspace',
  'sent',
  'cached',
  'received',
  'firstText',
  'credits',
  'outcome',
  'attempts',
] as const;

export type ColumnId = (typeof columnIds)[number];

const sortSchema = v.object({ column: v.picklist(columnIds), isDescending: v.boolean() });

export type Sort = v.InferOutput<typeof sortSchema>;

const viewSchema = v.object({ period: v.picklist(periods), filter: spendFilterSchema, sort: sortSchema });

export type SavedView = v.InferOutput<typeof viewSchema>;

const newestFirst: Sort = { column: 'time', isDescending: true };

/** What was kept; the first view where nothing was, or where it is of another shape. */
export function readSavedView(state: unknown): SavedView {
  const saved = v.safeParse(viewSchema, state);
  return saved.success ? saved.output : { period: '30', filter: { text: '' }, sort: newestFirst };
}
