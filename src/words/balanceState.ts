// The states of the balance, and how the status bar shows each of them. Pure.
import { isRecord, readNumber, readString } from '../shared/json.ts';
import type { ModelSpend } from '../shared/ledger.ts';
import { formatCredits, formatMicros } from '../shared/money.ts';
import { requestsText } from './spendText.ts';
import type { Translate } from '../shared/translate.ts';

/** A balance that was read. `readAt` is in milliseconds since the epoch. */
export interface KnownBalance {
  readonly remaining: number;
  readonly unit: string;
  readonly readAt: number;
}

export type BalanceState =
  | { readonly kind: 'no-key' }
  | { readonly kind: 'loading'; readonly last?: KnownBalance | undefined }
  | { readonly kind: 'known'; readonly balance: KnownBalance }
  | { readonly kind: 'unlimited' }
  | { readonly kind: 'unknown'; readonly reason: string; readonly last?: KnownBalance | undefined };

/** How the status bar shows the balance. `level` becomes the background. */
export interface BalanceView {
  readonly text: string;
  readonly level: 'normal' | 'warning' | 'error';
  /** Markdown of our own words and figures; model names are code spans. */
  readonly tooltip: readonly string[];
  readonly accessibleName: string;
}

interface ViewContext {
  readonly t: Translate;
  readonly language: string;
  readonly warnBelow: number;
  readonly now: number;
  /** What each model cost today; undefined where that was not read. */
  readonly spentToday?: readonly ModelSpend[] | undefined;
}

/** Reads a stored balance; undefined where the value is not one. */
export function parseKnownBalance(stored: unknown): KnownBalance | undefined {
  if (!isRecord(stored)) {
    return undefined;
  }
  const remaining = readNumber(stored, 'remaining');
  const unit = readString(stored, 'unit');
  const readAt = readNumber(stored, 'readAt');
  return remaining === undefined || unit === undefined || readAt === undefined
    ? undefined
    : { remaining, unit, readAt };
}

/** The words and the level for a state. `context.now` is in milliseconds since the epoch. */
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
            text: `$(loading~spin) ${formatCredits(state.last.remaining, context.language)}`,
          }
        : view('$(loading~spin) OpenCodex', [t('Reading the balance…')], t('OpenCodex: reading the balance'));
    case 'known':
      return viewKnown(state.balance, context);
    case 'unlimited':
      return view('$(credit-card) ∞', [t('This key has no credit limit.')], t('OpenCodex: no credit limit'));
    case 'unknown':
      return view(
        '$(credit-card) –',
        [t('The balance is not known: {0}', state.reason), ...(state.last ? [describeLast(state.last, context)] : [])],
        t('OpenCodex: balance not known'),
      );
  }
}

/** The amount in the user's language; a unit other than credits is written as the gateway names it. */
export function balanceText(
  { remaining, unit }: Pick<KnownBalance, 'remaining' | 'unit'>,
  { t, language }: Pick<ViewContext, 't' | 'language'>,
): string {
  const amount = formatCredits(remaining, language);
  return unit === 'credits' ? t('{0} credits', amount) : `${amount} ${unit}`;
}

function viewKnown(balance: KnownBalance, context: ViewContext): BalanceView {
  const { t, language, warnBelow } = context;
  const amount = balanceText(balance, context);
  const lines = [t('**{0}** left', amount), describeAge(balance.readAt, context)];
  const base = view(
    `$(credit-card) ${formatCredits(balance.remaining, language)}`,
    lines,
    t('OpenCodex: {0} left', amount),
  );
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

function describeSpend({ t, language, spentToday = [] }: ViewContext): readonly string[] {
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
    return `- \`${name}\`: ${t('{0} credits, {1}', formatMicros(micros, language), requestsText(paid, String(paid), t))}`;
  });
  return [
    ...(known.length === 0 ? [] : [t('Today: {0} credits', formatMicros(total, language)), rows.join('\n')]),
    ...(unknown === 0 ? [] : [t('And {0} of unknown cost.', requestsText(unknown, String(unknown), t))]),
  ];
}

function describeAge(readAt: number, { t, now }: ViewContext): string {
  const minutes = Math.floor(Math.max(0, now - readAt) / 60_000);
  if (minutes < 1) {
    return t('Read just now.');
  }
  return minutes < 60 ? t('Read {0} min ago.', minutes) : t('Read {0} h ago.', Math.floor(minutes / 60));
}
