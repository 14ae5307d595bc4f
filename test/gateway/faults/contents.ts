// Faults in the content of an answer, streamed or not.
import type { FaultTable } from './fault.ts';

export const contentFaults: FaultTable = {
  'fault-empty': {
    about: 'an answer that is finished and has no text',
    answer: () => ({ reasoning: [], text: [], toolCalls: [], finishReason: 'stop' }),
  },
  'fault-reasoning-only': {
    about: 'reasoning, and no text after it',
    answer: (answer) => ({ ...answer, reasoning: answer.text, text: [], toolCalls: [] }),
  },
  'fault-content-filter': {
    about: 'the filter ends the answer after its first half',
    answer: (answer) => ({
      ...answer,
      text: answer.text.slice(0, Math.ceil(answer.text.length / 2)),
      toolCalls: [],
      finishReason: 'content_filter',
    }),
  },
};
