// What asks for paid answers: a row is a feature, by the name under which the ledger keeps what its requests cost.
import type { CostPolicy, Feature } from '../shared/credits.ts';
import type { Translate } from '../shared/translate.ts';
import { codeActions } from './codeActions.ts';

interface FeatureRow {
  readonly title: (t: Translate) => string;
  readonly costPolicy: CostPolicy;
}

/** In the order in which the Spend page offers them. */
export const features: ReadonlyMap<Feature, FeatureRow> = new Map<Feature, FeatureRow>([
  ['chat', { title: (t) => t('Chat'), costPolicy: 'measure' }],
  ...Object.entries(codeActions),
  ['diagnose', { title: (t) => t('Diagnose'), costPolicy: 'measure' }],
]);

/** A feature without a row is measured. */
export function costPolicyOf(feature: Feature): CostPolicy {
  return features.get(feature)?.costPolicy ?? 'measure';
}
