// An answer with reasoning before the usual text.
import type { ScriptedAnswer } from '../answer.ts';
import { friendlyText } from './friendly.ts';
import type { Question } from './question.ts';

export function reasoningAnswer(question: Question): ScriptedAnswer {
  return {
    reasoning: `This is scripted reasoning from the local gateway. The user wrote ${question.prose.length} characters. First I look at what is asked. Then I weigh two ways to answer:

1. A short one, which is read at once.
2. A long one, which nobody asked for.

The short one is better. It should name what can be tried, show a little code, and end there.`,
    text: friendlyText(question),
  };
}
