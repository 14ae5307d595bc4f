// Code that the lightbulb offers to act on. A command is handed an id, which means something in this window only, once and for a minute:
// an address would be a right that anybody can write down.
import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { CodeTarget } from '../host/codeTarget.ts';

/** Milliseconds. A menu stays open while somebody reads it. */
const heldFor = 60_000;
/** The lightbulb asks anew with each move of the cursor. */
const mostHeld = 200;

interface Offer {
  readonly endsAt: number;
  readonly version: number;
  readonly target: CodeTarget;
  isTaken: boolean;
}

export class OfferedCode {
  readonly #offers = new Map<string, Offer>();
  readonly #now: () => number;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Gives the id by which `take` finds the code again. */
  offer(document: vscode.TextDocument, range: vscode.Range): string {
    const id = randomUUID();
    const target = { document, range };
    this.#offers.set(id, { target, version: document.version, endsAt: this.#now() + heldFor, isTaken: false });
    const [oldest] = this.#offers.keys();
    if (this.#offers.size > mostHeld && oldest !== undefined) {
      this.#offers.delete(oldest);
    }
    return id;
  }

  /** Whether this is the id of an offer that was made a moment ago. */
  has(id: unknown): boolean {
    return this.#find(id) !== undefined;
  }

  /** Undefined for what is no such id, was taken before, or whose document has changed since. */
  take(id: unknown): CodeTarget | undefined {
    const offer = this.#find(id);
    if (!offer || offer.isTaken) {
      return undefined;
    }
    offer.isTaken = true;
    const { document } = offer.target;
    return document.isClosed || document.version !== offer.version ? undefined : offer.target;
  }

  #find(id: unknown): Offer | undefined {
    const offer = typeof id === 'string' ? this.#offers.get(id) : undefined;
    return offer && this.#now() <= offer.endsAt ? offer : undefined;
  }
}
