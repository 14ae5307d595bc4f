// What is known of a model from its answers so far, as the model menu shows it.
import type { ModelStatistics } from '../../credits/modelStatistics.ts';
import type { LearnedPrice } from '../../credits/priceLearning.ts';

export interface ModelFacts {
  /** Undefined while nothing is learned. */
  priceOf(model: string): LearnedPrice | undefined;
  /** Undefined before the first answer. */
  statisticsOf(model: string): ModelStatistics | undefined;
  /** More is known. Whoever listens disposes. */
  onDidChange(listener: () => void): { dispose(): void };
}

/** Of every model nothing is known. */
export const noFacts: ModelFacts = {
  priceOf: () => undefined,
  statisticsOf: () => undefined,
  onDidChange: () => ({ dispose: () => undefined }),
};
