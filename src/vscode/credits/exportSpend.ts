// What the Spend page shows, into a CSV file that the user picks.
import { spendCsv } from '../../credits/spendCsv.ts';
import type { SpendPageMessage } from '../../shared/spendProtocol.ts';
import { createMatcher } from '../../words/spendMatcher.ts';
import { exportFile } from '../host/exportFile.ts';
import type { SpendServices } from './spendPage.ts';

type ExportRequest = Extract<SpendPageMessage, { type: 'export-requested' }>;

/** Reads the ledger anew. Says how it went; never rejects. */
export async function exportSpend(services: SpendServices, { since, filter }: ExportRequest): Promise<void> {
  const { t } = services.localization;
  const content = async (): Promise<string> => {
    const entries = await services.spendSource.readLedger(since);
    return spendCsv(entries.filter(createMatcher(filter, t)).toSorted((a, b) => b.startedAt - a.startedAt));
  };
  await exportFile({ name: 'opencodex-spend.csv', filters: { CSV: ['csv'] }, content }, t, services.log);
}
