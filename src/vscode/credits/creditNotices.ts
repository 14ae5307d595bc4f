// What people are told of their credits without asking: once when they run low, when they are used up, and when a budget nears its end.
import * as vscode from 'vscode';
import { newsOfBalance, newsOfBudget, type BalanceFall } from '../../credits/creditNews.ts';
import { budgetNames } from '../../words/budgetText.ts';
import { runCommand } from '../host/runCommand.ts';
import type { Localization } from '../host/localization.ts';
import { openSettings } from '../host/openSettings.ts';
import type { Settings } from '../host/settings.ts';
import type { BalanceMonitor } from './balanceMonitor.ts';
import type { BudgetCrossing, MeteredGateway } from './meteredGateway.ts';
import { showWarning } from '../host/notices.ts';

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

async function tellOfBalance(fall: BalanceFall, { settings, localization }: Services): Promise<void> {
  const { t } = localization;
  const news = newsOfBalance(fall, settings.get('balance.warnBelow'));
  if (news === undefined) {
    return;
  }
  const topUp = t('Top up');
  const text = news === 'used-up' ? t('Your credits are used up.') : t('Your credits are running low.');
  if ((await showWarning(t('OpenCodex: {0}', text), topUp)) === topUp) {
    await runCommand('opencodex.topUp');
  }
}

async function tellOfBudget({ use, before }: BudgetCrossing, { localization }: Services): Promise<void> {
  const { t } = localization;
  const percent = newsOfBudget({ ...use, before });
  if (percent === undefined) {
    return;
  }
  const raise = t('Raise the budget');
  const text = t('OpenCodex: {0} % of the {1} is spent.', percent, budgetNames(use.scope, t).within);
  if ((await showWarning(text, raise)) === raise) {
    await openSettings('budget');
  }
}
