// The command that opens the Spend page, and its return after the window was reloaded.
import * as vscode from 'vscode';
import { DisposableStore } from '../host/disposableStore.ts';
import type { LedgerListener } from '../../credits/ports.ts';
import type { StoreSource } from '../host/storeSource.ts';
import type { SpendServices } from './spendPage.ts';

const spendViewType = 'opencodex.spend';

type Services = Omit<SpendServices, 'spendSource'> & { readonly storeSource: StoreSource };

/** One page for each window: the command shows the one that is open. */
export function registerSpend({ storeSource, ...others }: Services): vscode.Disposable {
  const spendSource = {
    readLedger: (since: number) => storeSource.readLedger(since),
    onDidChange: (listener: LedgerListener) => storeSource.onDidChangeLedger(listener),
  };
  const services = { ...others, spendSource };
  const store = new DisposableStore();
  let open: vscode.WebviewPanel | undefined;

  const fill = async (panel: vscode.WebviewPanel): Promise<void> => {
    open = panel;
    panel.onDidDispose(() => {
      if (open === panel) {
        open = undefined;
      }
    });
    // Loaded with the first page, not at activation.
    const { SpendPage } = await import('../onDemand.ts');
    if (open === panel) {
      const page = store.add(new SpendPage(panel, services));
      panel.onDidDispose(() => page.dispose());
    }
  };

  store.add(
    services.gate.registerCommand('opencodex.showSpend', async () => {
      if (open) {
        open.reveal();
        return;
      }
      const title = services.localization.t('Spend');
      await fill(vscode.window.createWebviewPanel(spendViewType, title, vscode.ViewColumn.Active));
    }),
  );
  store.add(vscode.window.registerWebviewPanelSerializer(spendViewType, { deserializeWebviewPanel: fill }));
  return vscode.Disposable.from(store);
}
