// What the Spend page shows, into a CSV file that the user picks.
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { spendCsv } from '../../credits/spendCsv.ts';
import { createMatcher } from '../../shared/spend.ts';
import type { SpendPageMessage } from '../../shared/spendProtocol.ts';
import type { SpendServices } from './spendPage.ts';

type ExportRequest = Extract<SpendPageMessage, { type: 'export-requested' }>;

/** Reads the ledger anew: the file holds what is known when it is written. Says how it went; never rejects. */
export async function exportSpend(services: SpendServices, { since, filter }: ExportRequest): Promise<void> {
  const { t } = services.localization;
  try {
    const place = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(defaultFolder(), 'opencodex-spend.csv'),
      filters: { CSV: ['csv'] },
    });
    if (!place) {
      return;
    }
    const entries = [...(await services.spendSource.readLedger(since))]
      .filter(createMatcher(filter, t))
      .sort((a, b) => b.startedAt - a.startedAt);
    await vscode.workspace.fs.writeFile(place, new TextEncoder().encode(spendCsv(entries)));
    void vscode.window.showInformationMessage(t('Exported to {0}.', vscode.workspace.asRelativePath(place)));
  } catch (error) {
    services.log.error(`The spend could not be exported: ${String(error)}`);
    void vscode.window.showErrorMessage(
      t('The file was not written: {0}', error instanceof Error ? error.message : String(error)),
    );
  }
}

function defaultFolder(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
}
