// Reads the balance, and notes it as the base for the next request where nothing of ours ran while it was read.
import { originOf } from '../shared/baseUrl.ts';
import type { Balance } from '../shared/gateway.ts';
import type { BalanceReading, ReadingStart } from '../shared/ledger.ts';
import { toMicros } from '../shared/money.ts';
import { readingDelaysMs } from './measurement.ts';

/** What the gateway said, or why it said nothing. */
export type ReadBalance = Balance | { readonly kind: 'failure'; readonly error: unknown };

/** Where the readings are noted. Both may reject where nothing can be kept. */
export interface ReadingLedger {
  /** Undefined where nothing is kept so far, so that no reading can be a base. */
  beginReading(origin: string): Promise<ReadingStart | undefined>;
  noteBalance(origin: string, reading: BalanceReading): Promise<void>;
}

interface ReaderListener {
  /** A newer reading than any before it, of the address that still holds. It is waited for. */
  balanceRead(balance: ReadBalance): Promise<void>;
  ledgerFailed(error: unknown): void;
}

export interface ReaderPorts {
  /** Asks the gateway once; rejects where it cannot be asked. */
  readonly ask: (signal: AbortSignal) => Promise<Balance>;
  /** The base URL of the moment. */
  readonly address: () => string;
  readonly ledger: ReadingLedger;
  readonly listener: ReaderListener;
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

type Figure = Pick<BalanceReading, 'remainingMicros' | 'isAtRest'>;

interface Rest {
  /** In micros: a balance that is as it should be is at rest. */
  readonly expected?: number | undefined;
  /** A charge is still to come, as far as anyone knows. */
  readonly isCharged: boolean;
  readonly signal: AbortSignal;
}

export class BalanceReader {
  readonly #ports: ReaderPorts;
  /** Readings are numbered by their beginnings. */
  #begun = 0;
  #told = 0;

  constructor(ports: ReaderPorts) {
    this.#ports = ports;
  }

  /** Another key may mean another account: what is being read is not told any more. */
  dismiss(): void {
    this.#told = this.#begun;
  }

  /** Reads the balance, which is a base some time after the last request. Never rejects. */
  async readOnce(signal: AbortSignal): Promise<void> {
    await this.#bracket(async () => {
      const remainingMicros = await this.read(signal);
      return remainingMicros === undefined ? undefined : { remainingMicros, isAtRest: false };
    });
  }

  /**
   * Reads the balance until it no longer changes, or is as expected: then it is a base. While requests run it is read once. Rejects
   * when the signal aborts between two readings.
   */
  async readToRest({ expected, isCharged, signal }: Rest): Promise<void> {
    await this.#bracket(async (isQuiet) => {
      const first = await this.read(signal);
      if (first === undefined || !isQuiet) {
        return undefined;
      }
      const remainingMicros = first === expected ? first : await this.#readUntilSame(first, isCharged, signal);
      return remainingMicros === undefined ? undefined : { remainingMicros, isAtRest: true };
    });
  }

  /** In micros; undefined where the balance is not known. Rejects when the signal aborts during the delay. */
  async read(signal: AbortSignal, delayMs = 0): Promise<number | undefined> {
    const { wait, address } = this.#ports;
    if (delayMs > 0) {
      await wait(delayMs, signal);
    }
    this.#begun += 1;
    const order = this.#begun;
    const asked = address();
    const balance = await this.#ask(signal);
    // A later reading may have been answered sooner.
    if (!signal.aborted && order > this.#told && asked === address()) {
      this.#told = order;
      await this.#ports.listener.balanceRead(balance);
    }
    return balance.kind === 'known' ? toMicros(balance.remaining) : undefined;
  }

  async #ask(signal: AbortSignal): Promise<ReadBalance> {
    try {
      return await this.#ports.ask(signal);
    } catch (error) {
      return { kind: 'failure', error };
    }
  }

  /** Requests that run meanwhile spoil a reading, so the ledger is told of its beginning and of its end. */
  async #bracket(read: (isQuiet: boolean) => Promise<Figure | undefined>): Promise<void> {
    const { address, ledger } = this.#ports;
    const asked = address();
    const origin = originOf(asked);
    const start = await this.#try(() => ledger.beginReading(origin));
    const figure = await read(start?.isQuiet === true);
    // With another address meanwhile, nobody knows whose balance it is.
    if (start && figure && asked === address()) {
      await this.#try(() => ledger.noteBalance(origin, { ...figure, start }));
    }
  }

  async #try<Result>(write: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await write();
    } catch (error) {
      this.#ports.listener.ledgerFailed(error);
      return undefined;
    }
  }

  /**
   * Undefined where the balance does not come to rest, or cannot be read. If a charge is expected, an unchanged balance may just mean
   * a late charge: it counts only after the last reading, since otherwise the next request would pay for this one, too.
   */
  async #readUntilSame(first: number, isCharged: boolean, signal: AbortSignal): Promise<number | undefined> {
    let last = first;
    let isAtRest = false;
    let isSeen = !isCharged;
    for (const delay of readingDelaysMs.slice(1)) {
      const reading = await this.read(signal, delay);
      if (reading === undefined) {
        return undefined;
      }
      isAtRest = reading === last;
      if (isAtRest && isSeen) {
        break;
      }
      isSeen ||= !isAtRest;
      last = reading;
    }
    return isAtRest ? last : undefined;
  }
}
