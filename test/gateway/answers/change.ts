// The answer to a request to change code: one block with the code of the last block, slightly changed and still valid.
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

/** Lines that the change does not affect stay as they are, with line endings and indentation. */
export function changeCode(code: string, language: string): string {
  const changed = isJavaScript(language) ? refactorJavaScript(code) : code;
  return changed === code ? addTopComment(code, language) : changed;
}
