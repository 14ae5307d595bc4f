// Tells in a progress notification that a request is made again after a while.
import type * as vscode from 'vscode';
import type { RetryPlan } from '../../shared/failure.ts';
import { retryText } from '../../words/retryText.ts';
import type { Translate } from '../../shared/translate.ts';

/** Does not count down: VS Code reads every change of a notification out to screen readers. */
export class RetryProgress implements vscode.Disposable {
  readonly #progress: vscode.Progress<{ readonly message: string }>;
  readonly #t: Translate;
  #isShown = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(progress: vscode.Progress<{ readonly message: string }>, t: Translate) {
    this.#progress = progress;
    this.#t = t;
  }

  announce(plan: RetryPlan): void {
    clearTimeout(this.#timer);
    this.#isShown = true;
    this.#report(plan, Math.ceil(plan.delayMs / 1_000));
    this.#timer = setTimeout(() => this.#report(plan, 0), plan.delayMs);
  }

  /** The answer has begun. */
  clear(): void {
    clearTimeout(this.#timer);
    if (this.#isShown) {
      this.#isShown = false;
      this.#progress.report({ message: '' });
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #report(plan: RetryPlan, seconds: number): void {
    this.#progress.report({ message: retryText(plan, seconds, this.#t) });
  }
}
