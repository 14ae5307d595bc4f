// The judge's side of a window of G15 and G16: what it tells the window to do, and what it hears of it.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Cost } from '../../../src/shared/credits.ts';
import type { BudgetLimits } from '../../../src/shared/ledger.ts';

export type CreditOrder =
  | {
      readonly type: 'send';
      /** By which the gateway's journal knows the request. */
      readonly mark: string;
      readonly model: string;
      readonly text: string;
      readonly chatId: string;
      readonly maxTokens?: number | undefined;
      /** Stopped after so many pieces. */
      readonly stopAfter?: number | undefined;
      readonly limits?: BudgetLimits | undefined;
    }
  /** Asks for `quiet` once all costs are settled. */
  | { readonly type: 'settle' }
  | { readonly type: 'close' };

export type CreditNews =
  | { readonly type: 'ended'; readonly mark: string; readonly outcome: string }
  | { readonly type: 'settled'; readonly mark: string; readonly cost: Cost }
  | { readonly type: 'quiet' }
  | { readonly type: 'failed'; readonly message: string };

export interface CreditPeerOptions {
  readonly folder: string;
  readonly id: string;
  readonly baseUrl: string;
  readonly key: string;
  /** The waits between readings of the balance are so many times shorter. */
  readonly timeScale: number;
}

/** Whoever makes it closes it. */
export class CreditPeer {
  readonly id: string;
  readonly costs = new Map<string, Cost>();
  readonly outcomes = new Map<string, string>();
  readonly failures: string[] = [];
  readonly #child: ChildProcess;
  readonly #waiting = new Map<string, () => void>();
  #quiet: (() => void) | undefined;

  private constructor({ folder, id, baseUrl, key, timeScale }: CreditPeerOptions) {
    this.id = id;
    const program = join(import.meta.dirname, 'creditWindow.ts');
    this.#child = fork(program, [folder, id, baseUrl, key, String(timeScale)]);
    this.#child.on('message', (news: CreditNews) => this.#hear(news));
    this.#child.once('exit', (code) => {
      if (code !== 0) {
        this.failures.push(`The window ended with exit code ${String(code)}.`);
      }
      this.#waiting.forEach((resolve) => resolve());
      this.#quiet?.();
    });
  }

  static async start(options: CreditPeerOptions): Promise<CreditPeer> {
    const peer = new CreditPeer(options);
    await peer.#untilQuiet();
    return peer;
  }

  /** Resolves when the answer has ended, however it did. */
  send(order: Omit<Extract<CreditOrder, { type: 'send' }>, 'type'>): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(order.mark, resolve);
      this.#child.send({ type: 'send', ...order });
    });
  }

  /** Resolves when it is known of all requests what they cost. */
  async settle(): Promise<void> {
    this.#child.send({ type: 'settle' });
    await this.#untilQuiet();
  }

  async close(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.send({ type: 'close' });
    await exit;
  }

  #untilQuiet(): Promise<void> {
    return new Promise((resolve) => {
      this.#quiet = resolve;
    });
  }

  #hear(news: CreditNews): void {
    switch (news.type) {
      case 'ended':
        this.outcomes.set(news.mark, news.outcome);
        this.#waiting.get(news.mark)?.();
        this.#waiting.delete(news.mark);
        return;
      case 'settled':
        this.costs.set(news.mark, news.cost);
        return;
      case 'quiet':
        this.#quiet?.();
        return;
      case 'failed':
        this.failures.push(news.message);
        return;
    }
  }
}
