// Statistics of a model's recent answers: how soon they began, how fast they streamed, and what they cost.
import type { LedgerEntry } from '../shared/credits.ts';
import type { ModelStatistics } from '../shared/modelFacts.ts';
import { percentile } from './answerEstimate.ts';

/** Older answers say little about the model as it is now. */
const recentAnswers = 50;
/** A shorter answer may arrive in one piece, which says nothing about speed. */
const tokensThatTellSpeed = 50;
/** Outcomes of answers that ended by themselves. An interrupted answer may have stalled, which would distort the speed. */
const finishedOutcomes: ReadonlySet<string | undefined> = new Set(['stop', 'length', 'tool-calls', 'content-filter']);

/** Statistics by model id. `entries` may be in any order; requests under way, requests without text, and connection tests do not count. */
export function modelStatistics(entries: readonly LedgerEntry[]): ReadonlyMap<string, ModelStatistics> {
  const answers = entries
    .filter(({ feature, firstTextMs, endedAt }) => {
      return feature !== 'diagnose' && firstTextMs !== undefined && endedAt !== undefined;
    })
    .toSorted((left, right) => right.startedAt - left.startedAt);
  const byModel = Map.groupBy(answers, ({ model }) => model);
  return new Map([...byModel].map(([model, all]) => [model, statisticsOf(all.slice(0, recentAnswers))]));
}

function statisticsOf(answers: readonly LedgerEntry[]): ModelStatistics {
  // The wait between two attempts says nothing about the model.
  const firstTextMs = medianOf(answers, ({ attempts, firstTextMs: first }) => (attempts === 1 ? first : undefined));
  const tokensPerSecond = medianOf(answers, speedOf);
  const costMicros = medianOf(answers, ({ cost }) => cost.micros);
  return {
    answers: answers.length,
    ...(firstTextMs === undefined ? {} : { firstTextMs }),
    ...(tokensPerSecond === undefined ? {} : { tokensPerSecond }),
    ...(costMicros === undefined ? {} : { costMicros }),
  };
}

function speedOf({ outcome, startedAt, endedAt, firstTextMs, completionTokens = 0 }: LedgerEntry): number | undefined {
  if (!finishedOutcomes.has(outcome) || completionTokens < tokensThatTellSpeed) {
    return undefined;
  }
  const milliseconds = (endedAt ?? 0) - startedAt - (firstTextMs ?? 0);
  return milliseconds > 0 ? (completionTokens * 1000) / milliseconds : undefined;
}

function medianOf(
  answers: readonly LedgerEntry[],
  valueOf: (answer: LedgerEntry) => number | undefined,
): number | undefined {
  const values = answers.map(valueOf).filter((value) => value !== undefined);
  return percentile(
    values.toSorted((left, right) => left - right),
    0.5,
  );
}
