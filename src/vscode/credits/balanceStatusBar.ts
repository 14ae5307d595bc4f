// The balance in the status bar, and the menu behind it.
import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.ts';
import type { Localization } from '../host/localization.ts';
import { runCommand } from '../host/runCommand.ts';
import type { Settings } from '../host/settings.ts';
import type { BalanceMonitor } from './balanceMonitor.ts';
import type { SpendToday } from './spendToday.ts';
import type { Failures } from '../../words/failures.ts';
import { viewBalance, type BalanceView } from '../../words/balanceState.ts';

interface Services {
  readonly monitor: BalanceMonitor;
  readonly spendToday: SpendToday;
  readonly localization: Localization;
  readonly errors: Failures;
  readonly settings: Settings;
}

const backgrounds: Readonly<Record<BalanceView['level'], string | undefined>> = {
  normal: undefined,
  warning: 'statusBarItem.warningBackground',
  error: 'statusBarItem.errorBackground',
};

export class BalanceStatusBar implements vscode.Disposable {
  readonly #services: Services;
  readonly #item = vscode.window.createStatusBarItem('opencodex.balance', vscode.StatusBarAlignment.Right, 100);
  readonly #subscriptions: readonly vscode.Disposable[];
  /** The tooltip tells the figure's age, which grows by itself. */
  readonly #ageTimer = setInterval(() => this.#update(), 60_000);

  constructor(services: Services) {
    this.#services = services;
    this.#subscriptions = [
      services.monitor.onDidChange(() => this.#update()),
      services.spendToday.onDidChange(() => this.#update()),
      services.localization.onDidChange(() => this.#update()),
    ];
    this.#item.name = 'OpenCodex';
    this.#item.command = 'opencodex.showBalanceMenu' satisfies CommandId;
    this.#update();
    this.#item.show();
  }

  dispose(): void {
    clearInterval(this.#ageTimer);
    vscode.Disposable.from(...this.#subscriptions, this.#item).dispose();
  }

  #update(): void {
    const view = currentView(this.#services);
    const background = backgrounds[view.level];
    this.#item.text = view.text;
    this.#item.backgroundColor = background === undefined ? undefined : new vscode.ThemeColor(background);
    this.#item.tooltip = this.#tooltip(view);
    this.#item.accessibilityInformation = { label: view.accessibleName, role: 'button' };
  }

  #tooltip(view: BalanceView): vscode.MarkdownString {
    const { t } = this.#services.localization;
    const links: readonly (readonly [string, CommandId])[] = [
      [t('Check now'), 'opencodex.checkBalance'],
      [t('Top up'), 'opencodex.topUp'],
      [t('Show spend'), 'opencodex.showSpend'],
    ];
    const tooltip = new vscode.MarkdownString(
      [...view.tooltip, links.map(([title, command]) => `[${title}](command:${command})`).join(' · ')].join('\n\n'),
    );
    tooltip.isTrusted = { enabledCommands: links.map(([, command]) => command) };
    return tooltip;
  }
}

/** The menu of the status-bar item. */
export async function showBalanceMenu(services: Services): Promise<void> {
  const { t } = services.localization;
  await services.spendToday.load();
  const items: readonly (vscode.QuickPickItem & { readonly command: CommandId })[] = [
    { label: `$(refresh) ${t('Check balance now')}`, command: 'opencodex.checkBalance' },
    { label: `$(graph) ${t('Show spend')}`, command: 'opencodex.showSpend' },
    { label: `$(link-external) ${t('Top up')}`, command: 'opencodex.topUp' },
    { label: `$(symbol-misc) ${t('Select model')}`, command: 'opencodex.selectModel' },
    { label: `$(key) ${t('Set API key')}`, command: 'opencodex.setApiKey' },
    { label: `$(pulse) ${t('Diagnose connection')}`, command: 'opencodex.diagnoseConnection' },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'OpenCodex',
    placeHolder: currentView(services)
      .tooltip.join(' ')
      .replaceAll(/\*\*|`/g, ''),
  });
  if (chosen) {
    await runCommand(chosen.command);
  }
}

function currentView({ monitor, spendToday, localization, errors, settings }: Services): BalanceView {
  const { t, language } = localization;
  const figures = { warnBelow: settings.get('balance.warnBelow'), now: Date.now(), spentToday: spendToday.models };
  return viewBalance(monitor.state, { t, language, errors, ...figures });
}
