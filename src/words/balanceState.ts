// The states of the balance in words, and how the status bar shows each of them. Pure.
import type { BalanceGap, BalanceState, KnownBalance } from '../shared/balance.ts';
import type { ModelSpend } from '../shared/ledger.ts';
import { balanceText } from './balanceText.ts';
import { addressProblemText } from './connectionText.ts';
import type { Failures } from './failures.ts';
import { failureText } from './failureText.ts';
import type { Words } from './numbers.ts';
import { requestsText } from './spendText.ts';

/** How the status bar shows the balance. `level` becomes the background. */
export interface BalanceView {
  readonly text: string;
  readonly level: 'normal' | 'warning' | 'error';
  /** Markdown of our own words and figures; model names are code spans. */
  readonly tooltip: readonly string[];
  readonly accessibleName: string;
}

interface ViewContext extends Words {
  readonly warnBelow: number;
  readonly now: number;
  readonly errors: Pick<Failures, 'describeFailure'>;
  /** What was spent today, where that was read. */
  readonly spentToday?: readonly ModelSpend[] | undefined;
}

export function viewBalance(state: BalanceState, context: ViewContext): BalanceView {
  const shown = viewState(state, context);
  return { ...shown, tooltip: [...shown.tooltip, ...describeSpend(context)] };
}

function viewState(state: BalanceState, context: ViewContext): BalanceView {
  const { t } = context;
  switch (state.kind) {
    case 'no-key':
      return view('$(key) OpenCodex', [t('No API key yet. Click to set one.')], t('OpenCodex: no API key'));
    case 'loading':
      return state.last
        ? {
            ...viewKnown(state.last, context),
            text: `$(loading~spin) ${context.numbers.amount(state.last.remaining)}`,
          }
        : view('$(loading~spin) OpenCodex', [t('Reading the balance…')], t('OpenCodex: reading the balance'));
    case 'known':
      return viewKnown(state.balance, context);
    case 'unlimited':
      return view('$(credit-card) ∞', [t('This key has no credit limit.')], t('OpenCodex: no credit limit'));
    case 'unknown':
      return view(
        '$(credit-card) –',
        [
          t('The balance is not known: {0}', gapText(state.gap, context)),
          ...(state.last ? [describeLast(state.last, context)] : []),
        ],
        t('OpenCodex: balance not known'),
      );
  }
}

function gapText(gap: BalanceGap, { t, numbers, errors }: ViewContext): string {
  switch (gap.kind) {
    case 'address':
      return addressProblemText(gap.reason, t);
    case 'failure':
      return failureText(errors.describeFailure(gap.error), { t, numbers }).text;
    case 'not-understood':
      return t('The gateway’s answer was not understood.');
    case 'after-requests-only':
      return t('It is read after requests only.');
  }
}

function viewKnown(balance: KnownBalance, context: ViewContext): BalanceView {
  const { t, numbers, warnBelow } = context;
  const amount = balanceText(balance, context);
  const lines = [t('**{0}** left', amount), describeAge(balance.readAt, context)];
  const base = view(`$(credit-card) ${numbers.amount(balance.remaining)}`, lines, t('OpenCodex: {0} left', amount));
  if (balance.remaining <= 0) {
    return { ...base, level: 'error', tooltip: [t('Your credits are used up.'), ...lines] };
  }
  if (balance.remaining < warnBelow) {
    return { ...base, level: 'warning', tooltip: [t('Your credits are running low.'), ...lines] };
  }
  return base;
}

function view(text: string, tooltip: readonly string[], accessibleName: string): BalanceView {
  return { text, level: 'normal', tooltip, accessibleName };
}

function describeLast(last: KnownBalance, context: ViewContext): string {
  return context.t('Last known: {0}. {1}', balanceText(last, context), describeAge(last.readAt, context));
}

/** The most models that the tooltip names. */
const namedModels = 5;

function describeSpend({ t, numbers, spentToday = [] }: ViewContext): readonly string[] {
  if (spentToday.length === 0) {
    return [];
  }
  const total = spentToday.reduce((sum, { micros }) => sum + micros, 0);
  const unknown = spentToday.reduce((sum, { unknownRequests }) => sum + unknownRequests, 0);
  // Models without any known cost are left out, because 0 would be wrong.
  const known = spentToday.filter(({ requests, unknownRequests }) => requests > unknownRequests);
  const rows = known.slice(0, namedModels).map(({ model, micros, requests, unknownRequests }) => {
    const name = model.replaceAll(/[`\s]+/g, ' ');
    const paid = requests - unknownRequests;
    return `- \`${name}\`: ${t('{0} credits, {1}', numbers.credits(micros), requestsText(paid, numbers, t))}`;
  });
  return [
    ...(known.length === 0 ? [] : [t('Today: {0} credits', numbers.credits(total)), rows.join('\n')]),
    ...(unknown === 0 ? [] : [t('And {0} of unknown cost.', requestsText(unknown, numbers, t))]),
  ];
}

function describeAge(readAt: number, { t, now }: ViewContext): string {
  const minutes = Math.floor(Math.max(0, now - readAt) / 60_000);
  if (minutes < 1) {
    return t('Read just now.');
  }
  return minutes < 60 ? t('Read {0} min ago.', minutes) : t('Read {0} h ago.', Math.floor(minutes / 60));
}
