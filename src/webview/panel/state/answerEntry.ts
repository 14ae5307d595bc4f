// One answer as the panel holds it: its state as a signal, its texts as documents that grow.
import { signal, type ReadonlySignal } from '@preact/signals';
import { isAnswerOpen, type Answer } from '../../../shared/chat.ts';
import type { RetryPlan } from '../../../shared/failure.ts';
import type { Cost } from '../../../shared/credits.ts';
import type { StreamOptions } from '../../markdown/blockList.ts';
import { MarkdownStream } from '../../markdown/markdownStream.ts';

/** `until` is a time of `performance.now`. */
export interface RetryNotice extends RetryPlan {
  readonly until: number;
}

export class AnswerEntry {
  readonly role = 'assistant';
  readonly id: string;
  readonly text: MarkdownStream;
  readonly reasoning: MarkdownStream;
  readonly #message;
  readonly #retry = signal<RetryNotice | undefined>(undefined);
  readonly #hasText = signal(false);
  readonly #hasReasoning = signal(false);
  readonly #isReasoning = signal(false);
  readonly #reasoningMs = signal<number | undefined>(undefined);
  #reasoningSince: number | undefined;

  constructor(message: Answer, options: StreamOptions) {
    this.id = message.id;
    this.#message = signal(message);
    this.text = new MarkdownStream(options);
    this.reasoning = new MarkdownStream(options);
    this.update(message);
  }

  /** Everything but the texts, which may have grown since. */
  get message(): ReadonlySignal<Answer> {
    return this.#message;
  }

  get retry(): ReadonlySignal<RetryNotice | undefined> {
    return this.#retry;
  }

  get hasText(): ReadonlySignal<boolean> {
    return this.#hasText;
  }

  get hasReasoning(): ReadonlySignal<boolean> {
    return this.#hasReasoning;
  }

  /** Whether the last piece that came was reasoning. */
  get isReasoning(): ReadonlySignal<boolean> {
    return this.#isReasoning;
  }

  /** Milliseconds, as measured here until the host says better. */
  get reasoningMs(): ReadonlySignal<number | undefined> {
    return this.#reasoningMs;
  }

  noteCost(cost: Cost): void {
    this.#message.value = { ...this.#message.value, cost };
  }

  /** Text and reasoning in `message` are whole, not what was added. */
  update(message: Answer): void {
    const isOpen = isAnswerOpen(message);
    this.text.update(message.text, isOpen);
    this.reasoning.update(message.reasoning, isOpen && message.text === '');
    this.#hasText.value = message.text !== '';
    this.#hasReasoning.value = message.reasoning !== '';
    this.#reasoningMs.value = message.reasoningMs ?? this.#reasoningMs.value;
    this.#message.value = message;
    if (!isOpen) {
      this.#isReasoning.value = false;
      this.#reasoningSince = undefined;
    }
    if (message.status !== 'waiting') {
      this.#retry.value = undefined;
    }
  }

  grow(text: string, reasoning: string): void {
    this.#retry.value = undefined;
    if (this.#message.value.status === 'waiting') {
      this.#message.value = { ...this.#message.value, status: 'streaming' };
    }
    if (reasoning !== '') {
      this.#reasoningSince ??= performance.now();
      this.#hasReasoning.value = true;
      this.#isReasoning.value = true;
      this.reasoning.append(reasoning);
    }
    if (text !== '') {
      this.#endReasoning();
      this.#isReasoning.value = false;
      this.#hasText.value = true;
      this.text.append(text);
    }
  }

  announceRetry(plan: RetryPlan): RetryNotice {
    const notice = { ...plan, until: performance.now() + plan.delayMs };
    this.#retry.value = notice;
    return notice;
  }

  /** True when nothing is left to show. */
  render(deadline: number): boolean {
    const isReasoningDone = this.reasoning.render(deadline);
    return this.text.render(deadline) && isReasoningDone;
  }

  #endReasoning(): void {
    if (this.#reasoningSince !== undefined && !this.#hasText.value) {
      const earlier = this.#message.value.reasoningMs ?? 0;
      this.#reasoningMs.value = earlier + performance.now() - this.#reasoningSince;
      this.reasoning.update(this.reasoning.text, false);
    }
  }
}
