// What a model's last answers were like: how soon they began, how fast they came, what they cost.
import type { LedgerEntry } from '../shared/credits.ts';
import type { ModelStatistics } from '../shared/modelFacts.ts';
import { percentile } from './answerEstimate.ts';

/** Older answers say little of how a model is now. */
const recentAnswers = 50;
/** The few tokens of a short answer may come in one piece. */
const tokensThatTellSpeed = 50;
/** Answers that came to their end. One that broke off may have hung before. */
const finishedOutcomes: ReadonlySet<string | undefined> = new Set(['stop', 'length', 'tool-calls', 'content-filter']);

/** By model id. Entries may be in any order; what is under way, brought nothing, or was a test of the connection does not count. */
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
  // The wait between two attempts is not the model's.
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
