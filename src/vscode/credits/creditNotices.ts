// What people are told of their credits without asking: once when they run low, when they are used up, and when a budget nears its end.
import * as vscode from 'vscode';
import type { BudgetScope } from '../../shared/ledger.ts';
import { runCommand } from '../host/runCommand.ts';
import type { Localization } from '../host/localization.ts';
import { openSettings } from '../host/openSettings.ts';
import type { Settings } from '../host/settings.ts';
import type { BalanceFall, BalanceMonitor } from './balanceMonitor.ts';
import type { BudgetCrossing, MeteredGateway } from './meteredGateway.ts';
import { showWarning } from '../host/notices.ts';

/** The share of a budget at which people are warned, in percent. */
const warnAtPercent = 80;

interface Services {
  readonly monitor: BalanceMonitor;
  readonly metered: MeteredGateway;
  readonly settings: Settings;
  readonly localization: Localization;
}

export function registerCreditNotices(services: Services): vscode.Disposable {
  const { monitor, metered } = services;
  return vscode.Disposable.from(
    monitor.onDidFall((fall) => void tellOfBalance(fall, services)),
    metered.onDidUseBudget((crossing) => void tellOfBudget(crossing, services)),
  );
}

async function tellOfBalance({ before, now }: BalanceFall, { settings, localization }: Services): Promise<void> {
  const { t } = localization;
  const isEmpty = before > 0 && now <= 0;
  const warnBelow = settings.get('balance.warnBelow');
  const isLow = before >= warnBelow && now < warnBelow;
  if (!isEmpty && !isLow) {
    return;
  }
  const topUp = t('Top up');
  const text = isEmpty ? t('Your credits are used up.') : t('Your credits are running low.');
  if ((await showWarning(t('OpenCodex: {0}', text), topUp)) === topUp) {
    await runCommand('opencodex.topUp');
  }
}

async function tellOfBudget({ use, before }: BudgetCrossing, { localization }: Services): Promise<void> {
  const { t } = localization;
  const threshold = (use.limitMicros * warnAtPercent) / 100;
  if (before >= threshold || use.spentMicros < threshold) {
    return;
  }
  const raise = t('Raise the budget');
  const percent = Math.floor((100 * use.spentMicros) / use.limitMicros);
  const text = t('OpenCodex: {0} % of the {1} is spent.', percent, budgetName(use.scope, localization));
  if ((await showWarning(text, raise)) === raise) {
    await openSettings('budget');
  }
}

function budgetName(scope: BudgetScope, { t }: Localization): string {
  switch (scope) {
    case 'message':
      return t('budget for this message');
    case 'chat':
      return t('budget for this chat');
    case 'day':
      return t('budget for today');
  }
}
