// The table of remedies. Each row is a button that the panel and notifications show beside an error, with what the button does.
import type { PlainCommandId } from '../contributions/commands.ts';
import type { TurnError } from '../shared/failure.ts';
import type { Translate } from '../shared/translate.ts';

type Facts = Pick<TurnError, 'affordableTokens' | 'cheaperModel'>;

/** Asks for the answer again, which is a paid request. */
export interface Repetition {
  readonly kind: 'repetition';
  /** `whole`: all of the answer. `rest`: its missing rest. `missing`: the rest where some of the answer has come, else all of it. */
  readonly part: 'whole' | 'rest' | 'missing';
  /** The budgets are ignored for this one request. */
  readonly isApproved?: true;
  /** The fact of the error that replaces the request's own token limit or model. */
  readonly takes?: 'affordableTokens' | 'cheaperModel';
}

export type Cure =
  | { readonly kind: 'command'; readonly id: PlainCommandId }
  /** Opens the settings editor with those of our settings that match `words`. */
  | { readonly kind: 'settings'; readonly words: string }
  | Repetition;

interface Remedy {
  /** The English text is the button's accessible name (product.md). */
  readonly title: (t: Translate, facts: Facts) => string;
  readonly cure: Cure;
}

export const remedies = {
  'set-api-key': { title: (t) => t('Set API key'), cure: { kind: 'command', id: 'opencodex.setApiKey' } },
  'open-settings': { title: (t) => t('Open settings'), cure: { kind: 'settings', words: 'baseUrl' } },
  'top-up': { title: (t) => t('Top up'), cure: { kind: 'command', id: 'opencodex.topUp' } },
  retry: { title: (t) => t('Retry'), cure: { kind: 'repetition', part: 'whole' } },
  continue: { title: (t) => t('Continue'), cure: { kind: 'repetition', part: 'rest' } },
  'choose-model': { title: (t) => t('Choose another model'), cure: { kind: 'command', id: 'opencodex.selectModel' } },
  diagnose: { title: (t) => t('Diagnose'), cure: { kind: 'command', id: 'opencodex.diagnoseConnection' } },
  'continue-once': {
    title: (t) => t('Continue once'),
    cure: { kind: 'repetition', part: 'missing', isApproved: true },
  },
  'raise-budget': { title: (t) => t('Raise the budget'), cure: { kind: 'settings', words: 'budget' } },
  'fewer-tokens': {
    title: (t, { affordableTokens }) => t('Ask for {0} tokens at most', affordableTokens ?? 0),
    cure: { kind: 'repetition', part: 'missing', takes: 'affordableTokens' },
  },
  'cheaper-model': {
    title: (t, { cheaperModel }) => t('Ask {0}', cheaperModel ?? ''),
    cure: { kind: 'repetition', part: 'missing', takes: 'cheaperModel' },
  },
} as const satisfies Readonly<Record<string, Remedy>>;

export type RemedyId = keyof typeof remedies;

const rows: ReadonlyMap<string, Remedy> = new Map(Object.entries(remedies));

/** Undefined for a remedy of a newer version. */
export function findRemedy(id: string): Remedy | undefined {
  return rows.get(id);
}
