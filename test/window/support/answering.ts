// A user who answers all that is asked while something goes on.
import { setTimeout } from 'node:timers/promises';
import { editor } from '../standIn/editor.ts';

/** Calls `answer` again and again until the job has ended; whatever is open then is left open. */
export async function whileAnswering<Result>(job: Promise<Result>, answer: () => void): Promise<Result> {
  const progress = { isOver: false };
  const over = job.finally(() => {
    progress.isOver = true;
  });
  // Its failure is the caller's, once the loop has ended.
  over.catch(() => undefined);
  while (!progress.isOver) {
    answer();
    await setTimeout(1);
  }
  return await over;
}

/** Closes every message, list and dialog without an answer. */
export function dismissAll(): void {
  editor.messages.clear();
  editor.quickInputs.shown?.hide();
  editor.answerFileDialog(undefined);
}
