// The balance in the status bar and the commands around it.
import * as vscode from 'vscode';
import type { Gate } from '../host/gate.ts';
import type { Localization } from '../host/localization.ts';
import type { Settings } from '../host/settings.ts';
import type { StoreSource } from '../host/storeSource.ts';
import type { Log } from '../../shared/gateway.ts';
import type { Failures } from '../../words/failures.ts';
import type { BalanceMonitor } from './balanceMonitor.ts';
import { registerCreditNotices } from './creditNotices.ts';
import type { MeteredGateway } from './meteredGateway.ts';
import { SpendToday } from './spendToday.ts';
import { BalanceStatusBar, showBalanceMenu } from './balanceStatusBar.ts';
import { openAddress } from '../host/openAddress.ts';

interface Services {
  readonly gate: Gate;
  readonly monitor: BalanceMonitor;
  readonly localization: Localization;
  readonly errors: Failures;
  readonly settings: Settings;
  readonly metered: MeteredGateway;
  readonly storeSource: StoreSource;
  readonly log: Log;
}

/** The first reading starts here and is not waited for. */
export function registerCredits(services: Services): vscode.Disposable {
  const { gate, monitor, settings } = services;
  const spendToday = new SpendToday(services);
  const shown = { ...services, spendToday };
  const statusBar = new BalanceStatusBar(shown);
  void monitor.refresh({ isWanted: false });
  return vscode.Disposable.from(
    statusBar,
    spendToday,
    registerCreditNotices(services),
    gate.registerCommand('opencodex.checkBalance', () => monitor.refresh({ isWanted: true })),
    gate.registerCommand('opencodex.showBalanceMenu', () => showBalanceMenu(shown)),
    gate.registerCommand('opencodex.topUp', () => openAddress(settings.dashboardUrl)),
  );
}
