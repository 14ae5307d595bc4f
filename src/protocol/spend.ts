// Every message that crosses between the extension host and the Spend page. Each side validates what arrives.
import * as v from 'valibot';
import { ledgerEntrySchema } from '../shared/credits.ts';
import { spendFilterSchema } from '../shared/spend.ts';
import { pageHostMessages, readyMessage, pageMessage } from './page.ts';
import { nothing } from '../shared/rights.ts';

/** Milliseconds since 1970 from which requests are wanted. The page says it: its clock and time zone are the user's, the host's may be remote. */
const since = v.pipe(v.number(), v.finite(), v.minValue(0));

/** Host to page. */
export const spendHostMessageSchema = v.variant('type', [
  ...pageHostMessages,
  /** All requests since then, in place of what the page has. */
  v.object({ type: v.literal('ledger-listed'), since, entries: v.array(ledgerEntrySchema) }),
  /** Requests that are new or other than they were. */
  v.object({
    type: v.literal('ledger-changed'),
    since,
    entries: v.array(ledgerEntrySchema),
  }),
  /** The ledger could not be read: the sentence to show. */
  v.object({ type: v.literal('ledger-failed'), text: v.string() }),
]);

export type SpendHostMessage = v.InferOutput<typeof spendHostMessageSchema>;

/** Page to host. */
export const spendPageMessageSchema = v.variant('type', [
  readyMessage({ since }),
  pageMessage('ledger-requested', nothing, { since }),
  pageMessage('export-requested', nothing, { since, filter: spendFilterSchema }),
]);

export type SpendPageMessage = v.InferOutput<typeof spendPageMessageSchema>;
