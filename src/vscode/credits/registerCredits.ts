// The balance in the status bar and the commands around it.
import * as vscode from 'vscode';
import { commandIds, registerCommand } from '../host/commands.ts';
import type { Localization } from '../host/localization.ts';
import type { Settings } from '../host/settings.ts';
import type { BalanceMonitor } from './balanceMonitor.ts';
import { BalanceStatusBar, showBalanceMenu } from './balanceStatusBar.ts';

interface Services {
  readonly monitor: BalanceMonitor;
  readonly localization: Localization;
  readonly settings: Settings;
}

/** The first reading starts here and is not waited for. */
export function registerCredits(services: Services): vscode.Disposable {
  const { monitor, settings } = services;
  const statusBar = new BalanceStatusBar(services);
  void monitor.refresh({ isWanted: false });
  return vscode.Disposable.from(
    statusBar,
    registerCommand(commandIds.checkBalance, () => monitor.refresh({ isWanted: true })),
    registerCommand(commandIds.showBalanceMenu, () => showBalanceMenu(services)),
    registerCommand(commandIds.topUp, async () => {
      await vscode.env.openExternal(vscode.Uri.parse(settings.dashboardUrl, true));
    }),
  );
}
