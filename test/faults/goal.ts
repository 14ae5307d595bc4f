// A goal of the reliability table: many cases, each tried and counted, and described so that it can be tried again.
import { inspect } from 'node:util';
import { Random } from './random.ts';

/** One row of the table, in a file of its own; goals.ts lists them. */
export interface Goal {
  /** As the table has it: `G1`. */
  readonly name: string;
  /** Whether it measures time, and so wants no other goal beside it. */
  readonly isTimed?: boolean;
  /** Runs in a process of its own. What it throws counts as a failure. */
  run(run: GoalRun): Promise<void>;
}

export interface GoalOptions {
  readonly seed: number;
  /** The sizes of `npm test`. */
  readonly isShort: boolean;
}

export interface GoalResult {
  readonly tried: number;
  readonly failed: number;
  /** The first failures, each with its case. */
  readonly failures: readonly string[];
}

const mostFailuresKept = 5;
const longestFailure = 2000;

/** Counts the cases of one run of a goal. */
export class GoalRun {
  readonly isShort: boolean;
  /** The goal's own; the same for the same seed. */
  readonly random: Random;
  #tried = 0;
  #failed = 0;
  readonly #failures: string[] = [];

  constructor(goal: string, { seed, isShort }: GoalOptions) {
    this.isShort = isShort;
    this.random = new Random(seed, goal);
  }

  /** How many cases: the goal's number, or that of the short form. */
  size(full: number, short: number): number {
    return this.isShort ? short : full;
  }

  /** Tries one case. It fails by throwing; `how` then says what it was. Never rejects. */
  async try(how: () => string, attempt: () => void | Promise<void>): Promise<void> {
    this.#tried += 1;
    try {
      await attempt();
    } catch (thrown) {
      this.fail(how(), thrown);
    }
  }

  /** Counts a failure, also one outside of any case. */
  fail(how: string, thrown: unknown): void {
    this.#failed += 1;
    if (this.#failures.length < mostFailuresKept) {
      this.#failures.push(`${how}\n${inspect(thrown)}`.slice(0, longestFailure));
    }
  }

  get result(): GoalResult {
    return { tried: this.#tried, failed: this.#failed, failures: this.#failures };
  }
}

/** Does the work for each item, up to `atOnce` at the same time. */
export async function forEachOf<Item>(
  items: Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
      await work(next.value);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
