// Runs one step of a diagnosis: it checks a layer within a timeout, turns an error into a finding, and removes secrets.
import { adviceFor } from './advice.ts';
import { type DiagnosisFacts, type DiagnosisLayer, type DiagnosisStep, type Finding } from '../../shared/diagnosis.ts';
import { errorFromNetwork, timeoutError } from '../errors.ts';
import type { Redact } from '../redact.ts';
import { abortable } from '../timers.ts';

export interface StepOptions {
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly limitMs: number;
  readonly redact: Redact;
}

/** Runs `look` and times it. Throws only the reason of `signal` when it aborts; every other failure, the timeout included, is a finding. */
export async function takeStep(
  layer: DiagnosisLayer,
  { signal, limitMs, redact }: StepOptions,
  look: (signal: AbortSignal) => Promise<Finding>,
): Promise<DiagnosisStep> {
  signal.throwIfAborted();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(timeoutError('read-timeout', limitMs)), limitMs);
  const startedAt = performance.now();
  const finished = ({ facts, ...finding }: Finding): DiagnosisStep => ({
    layer,
    milliseconds: Math.round(performance.now() - startedAt),
    facts: redactFacts(facts, redact),
    ...finding,
  });
  try {
    const both = AbortSignal.any([signal, limit.signal]);
    return finished(await abortable(look(both), both));
  } catch (thrown) {
    signal.throwIfAborted();
    const error = errorFromNetwork(thrown, redact);
    return finished({ state: 'failed', facts: {}, error, advice: adviceFor(error) });
  } finally {
    clearTimeout(timer);
  }
}

export function skippedStep(layer: DiagnosisLayer): DiagnosisStep {
  return { layer, state: 'skipped', facts: {}, milliseconds: 0 };
}

function redactFacts(facts: DiagnosisFacts, redact: Redact): DiagnosisFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? redact(value) : value]),
  );
}
