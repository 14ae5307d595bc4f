// Highlights code blocks as they come near the viewport, in a worker that starts with the first block.
import * as v from 'valibot';
import { readCode, readLanguage } from '../markdown/codeBlock.ts';
import { GivenUp, isTooLong } from './givenUp.ts';
import { jobResultSchema, type Run } from './jobs.ts';
import { paint } from './painter.ts';

/** A worker that takes longer for a block is terminated, and the block is queued again. In milliseconds. */
const jobTimeout = 5_000;

interface Job {
  readonly id: number;
  readonly block: Element;
  readonly timer: number;
  readonly language: string;
  readonly code: string;
}

export class Highlighter {
  readonly #waiting: Element[] = [];
  readonly #observer = new IntersectionObserver((entries) => this.#notice(entries), { scrollMargin: '600px' });
  #source: string | undefined;
  #worker: Worker | undefined;
  #current: Job | undefined;
  readonly #givenUp = new GivenUp();
  #lastId = 0;

  /** Sets the worker's source code; no block is highlighted before this is called. */
  load(source: string): void {
    this.#source = source;
    this.#next();
  }

  /** Observes every code block in `element`, or `element` itself. Their text must be final. */
  add(element: Element): void {
    const blocks = element.matches('.code-block') ? [element] : element.querySelectorAll('.code-block');
    for (const block of blocks) {
      if (readLanguage(block) !== '') {
        this.#observer.observe(block);
      }
    }
  }

  #notice(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) {
        this.#observer.unobserve(target);
        this.#waiting.push(target);
      }
    }
    this.#next();
  }

  #next(): void {
    if (this.#source === undefined || this.#current) {
      return;
    }
    const block = this.#waiting.shift();
    if (!block) {
      return;
    }
    const code = readCode(block);
    const language = readLanguage(block).toLowerCase();
    if (!block.isConnected || isTooLong(code) || this.#givenUp.has(language, code)) {
      this.#next();
      return;
    }
    this.#worker ??= this.#start(this.#source);
    this.#lastId += 1;
    const timer = window.setTimeout(() => this.#giveUp(), jobTimeout);
    this.#current = { id: this.#lastId, block, timer, language, code };
    this.#worker.postMessage({ id: this.#lastId, language, code });
  }

  #start(source: string): Worker {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    worker.addEventListener('message', (event: MessageEvent<unknown>) => {
      const result = v.safeParse(jobResultSchema, event.data);
      if (result.success && result.output.id === this.#current?.id) {
        this.#paint(this.#current.block, result.output.runs);
      }
    });
    worker.addEventListener('error', () => this.#giveUp());
    return worker;
  }

  #paint(block: Element, runs: readonly Run[]): void {
    this.#finishJob();
    if (runs.length > 0) {
      void paint(block, runs);
    }
    this.#next();
  }

  /** Counts a failed attempt and queues the block again. After too many attempts `#next` skips it, also when it comes into view again. */
  #giveUp(): void {
    if (this.#current) {
      this.#givenUp.add(this.#current.language, this.#current.code);
      this.#waiting.push(this.#current.block);
    }
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#finishJob();
    this.#next();
  }

  #finishJob(): void {
    window.clearTimeout(this.#current?.timer);
    this.#current = undefined;
  }
}
