// Faults that occur in the middle or at the end of a stream.
import type { Step } from '../steps.ts';
import type { FaultTable } from './fault.ts';

/** The steps up to half of those that carry text of the answer. */
function* firstHalf(steps: Iterable<Step>): Generator<Step> {
  const all = [...steps];
  const carriers = all.filter(isCarrier).length;
  let left = Math.ceil(carriers / 2);
  for (const step of all) {
    if (isCarrier(step)) {
      if (left === 0) {
        return;
      }
      left -= 1;
    }
    yield step;
  }
}

function isCarrier(step: Step): boolean {
  return step.type === 'chunk' && step.characters > 0;
}

function halfThen(...ends: readonly Step[]): (steps: Iterable<Step>) => Iterable<Step> {
  return function* (steps) {
    yield* firstHalf(steps);
    yield* ends;
  };
}

const errorEvent = JSON.stringify({
  error: { message: 'The upstream provider failed.', type: 'server_error', code: 'upstream_error' },
});

export const streamFaults: FaultTable = {
  'fault-cut': { about: 'half the answer, then a clean end without finish and [DONE]', steps: halfThen() },
  'fault-cut-done': {
    about: 'half the answer, then [DONE] without finish',
    steps: halfThen({ type: 'data', data: '[DONE]' }),
  },
  'fault-reset': { about: 'half the answer, then the connection is reset', steps: halfThen({ type: 'reset' }) },
  'fault-drop': { about: 'half the answer, then the connection is closed', steps: halfThen({ type: 'drop' }) },
  'fault-stall': { about: 'half the answer, then nothing, the connection open', steps: halfThen({ type: 'stall' }) },
  'fault-stall-finish': {
    about: 'the whole answer with its finish, then nothing, the connection open',
    *steps(steps) {
      for (const step of steps) {
        yield step.type === 'data' ? { type: 'stall' } : step;
      }
    },
  },
  'fault-error-event': {
    about: 'half the answer, then an error as an event of the stream',
    steps: halfThen({ type: 'data', data: errorEvent }),
  },
};
