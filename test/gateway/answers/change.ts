// The answer to a request to change code: one block with the last block's code, changed a little and still valid.
import type { ScriptedAnswer } from '../answer.ts';
import { addTopComment } from './comments.ts';
import { fenced } from './fences.ts';
import { isJavaScript, refactorJavaScript } from './javascript.ts';
import type { Question } from './question.ts';

/** All blocks before the last one are context. */
export function changeAnswer({ blocks }: Question): ScriptedAnswer {
  const target = blocks.at(-1);
  return target === undefined ? {} : { text: fenced(changeCode(target.code, target.language), target.language) };
}

/** Every line that the change does not concern stays as it is, line endings and indentation too. */
export function changeCode(code: string, language: string): string {
  const changed = isJavaScript(language) ? refactorJavaScript(code) : code;
  return changed === code ? addTopComment(code, language) : changed;
}
