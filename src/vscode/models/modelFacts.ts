// What is known of a model from its answers so far, as the model menu shows it.
import type { ModelStatistics } from '../../credits/modelStatistics.ts';
import type { LearnedPrice } from '../../credits/priceLearning.ts';

export interface ModelFacts {
  /** Undefined while nothing is learned. */
  priceOf(model: string): LearnedPrice | undefined;
  /** Undefined before the first answer. */
  statisticsOf(model: string): ModelStatistics | undefined;
  /** Tokens of a usual answer; undefined before the first one. */
  typicalOutputOf(model: string): number | undefined;
  /** Reads what there is to know. Never rejects. */
  load(): Promise<void>;
  /** More is known. Whoever listens disposes. */
  onDidChange(listener: () => void): { dispose(): void };
}
