// Chooses the scripted answer to a question: the first rule that fits. To add an answer, add a rule here.
import type { ScriptedAnswer } from '../answer.ts';
import { codeAnswer } from './code.ts';
import { explainAnswer } from './explain.ts';
import { friendlyAnswer } from './friendly.ts';
import { hostileAnswer } from './hostile.ts';
import { longAnswer } from './long.ts';
import { asks, type Question, readQuestion } from './question.ts';
import { reasoningAnswer } from './reasoning.ts';
import { changeAnswer } from './change.ts';
import { tableAnswer } from './table.ts';
import { toolAnswer, toolResultAnswer } from './tools.ts';

interface Rule {
  readonly fits: (question: Question) => boolean;
  readonly answer: (question: Question) => ScriptedAnswer;
}

const hasCode = ({ blocks }: Question) => blocks.length > 0;

const rules: readonly Rule[] = [
  { fits: ({ body }) => body.messages.at(-1)?.role === 'tool', answer: toolResultAnswer },
  { fits: (question) => hasCode(question) && asks(question, /refactor|refaktor|重构/i), answer: changeAnswer },
  { fits: (question) => hasCode(question) && asks(question, /\bexplain|jelaskan|解释/i), answer: explainAnswer },
  { fits: (question) => hasCode(question) && asks(question, /code to change/i), answer: changeAnswer },
  { fits: (question) => asks(question, /your last answer was cut off/i), answer: restOfAnswer },
  { fits: mayCallTool, answer: toolAnswer },
  { fits: (question) => asks(question, /hostile markdown/i), answer: hostileAnswer },
  { fits: (question) => asks(question, /\btables?\b/i), answer: tableAnswer },
  { fits: (question) => asks(question, /\blong\b/i), answer: longAnswer },
  {
    fits: (question) => question.body.model === 'deepseek-reasoner' || asks(question, /\breason/i),
    answer: reasoningAnswer,
  },
  { fits: (question) => asks(question, /\bcode\b/i), answer: codeAnswer },
];

export function chooseAnswer(question: Question): ScriptedAnswer {
  return (rules.find((rule) => rule.fits(question))?.answer ?? friendlyAnswer)(question);
}

function mayCallTool(question: Question): boolean {
  const { tools, tool_choice: choice } = question.body;
  if (tools === undefined || tools.length === 0 || choice === 'none') {
    return false;
  }
  return choice === 'required' || typeof choice === 'object' || asks(question, /\btools?\b/i);
}

/** The part of the previous question's answer that follows the part in the conversation. */
function restOfAnswer({ body, origin }: Question): ScriptedAnswer {
  const place = body.messages.findLastIndex((message) => message.role === 'assistant');
  const received = body.messages[place]?.content;
  const { text } = chooseAnswer(readQuestion(body, origin, Math.max(place, 0)));
  const isPrefix = typeof text === 'string' && typeof received === 'string' && text.startsWith(received);
  return { text: isPrefix ? text.slice(received.length) : 'This is the scripted rest of the answer.' };
}
