// What the Spend page shows, into a CSV file that the user picks.
import { spendCsv } from '../../credits/spendCsv.ts';
import type { SpendSource } from '../../credits/spendFeed.ts';
import type { SpendPageMessage } from '../../protocol/spend.ts';
import { createMatcher } from '../../words/spendMatcher.ts';
import type { Log } from '../../shared/gateway.ts';
import type { Localization } from '../host/localization.ts';
import { exportFile } from '../host/exportFile.ts';

interface Services {
  readonly spendSource: SpendSource;
  readonly localization: Localization;
  readonly log: Log;
}

type ExportRequest = Extract<SpendPageMessage, { type: 'export-requested' }>;

/** Reads the ledger anew. Says how it went; never rejects. */
export async function exportSpend(services: Services, { since, filter }: ExportRequest): Promise<void> {
  const { t } = services.localization;
  const content = async (): Promise<string> => {
    const entries = await services.spendSource.readLedger(since);
    return spendCsv(entries.filter(createMatcher(filter, t)).toSorted((a, b) => b.startedAt - a.startedAt));
  };
  await exportFile({ name: 'opencodex-spend.csv', filters: { CSV: ['csv'] }, content }, t, services.log);
}
