// The answer to all other questions: short, with suggestions of what to try.
import type { ScriptedAnswer } from '../answer.ts';
import type { Question } from './question.ts';

const quotedCharacters = 300;

export function friendlyAnswer(question: Question): ScriptedAnswer {
  return { text: friendlyText(question) };
}

export function friendlyText({ prose, body }: Question): string {
  const words = prose.trim();
  const shown = words.length > quotedCharacters ? `${words.slice(0, quotedCharacters).toWellFormed()}…` : words;
  const quote = shown === '' ? '(no words)' : shown;
  return `Hello! This is a **scripted answer from the local gateway**; no model was asked. You wrote:

${quote
  .split('\n')
  .map((line) => `> ${line}`)
  .join('\n')}

I play \`${body.model}\`. Ask me for one of these to try what the extension can do:

- *a table*, *some code*, *a long answer*, or *your reasons* for something
- *explain* or *refactor* some code that you select in the editor
- *hostile markdown*, to see that nothing of it runs

\`\`\`ts
const greeting = 'Hello from the local gateway';
\`\`\`

That is all I have to say for now.`;
}
