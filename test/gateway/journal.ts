// The journal of received requests and how each ended. It never contains a key, only whether the key was right.
import { bearerToken } from './accounts.ts';

/** `answered`: the response was sent completely. `aborted`: the client disconnected. `broken`: the gateway itself broke the connection. */
type RequestOutcome = 'open' | 'answered' | 'aborted' | 'broken';

export interface JournalEntry {
  /** Number of the request, from 1 in order of arrival. */
  readonly id: number;
  readonly requestId: string;
  /** Number of the TCP connection, from 1 in order of arrival. */
  readonly connection: number;
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the bearer token was an accepted key. */
  readonly isKeyAccepted: boolean;
  /** Places other than the Authorization header that contained a key: `path`, `body` or `header NAME`. */
  readonly keyLeaks: readonly string[];
  /** The parsed JSON; undefined if the body was not JSON. */
  readonly body: unknown;
  readonly fault?: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly endedAt?: number;
  readonly status?: number;
  readonly outcome: RequestOutcome;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** The amount that was actually charged, in millionths of a credit. */
  readonly chargedMicros: number;
}

export interface ReceivedRequest {
  readonly requestId: string;
  readonly connection: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly bodyText: string;
  readonly isKeyAccepted: boolean;
  readonly knownKeys: readonly string[];
}

interface Waiter {
  readonly offer: (entry: JournalEntry) => void;
  readonly reject: (error: Error) => void;
}

const shownKey = 'sk-live-…';
const keptEntries = 5_000;

export class Journal {
  readonly #entries: JournalEntry[] = [];
  readonly #waiters = new Set<Waiter>();
  #lastId = 0;

  /**
   * Entries in order of arrival; beyond 5,000 the oldest are dropped. The later fields of an entry are filled in while its request
   * proceeds.
   */
  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  /** Adds a request with all keys redacted. The caller may update the returned entry. */
  record(request: ReceivedRequest): JournalEntry {
    this.#lastId += 1;
    const entry = { id: this.#lastId, ...describe(request), receivedAt: Date.now(), ...untouched };
    this.#entries.push(entry);
    if (this.#entries.length > keptEntries) {
      this.#entries.shift();
    }
    this.#tell(entry);
    return entry;
  }

  update(entry: JournalEntry, change: Partial<JournalEntry>): void {
    Object.assign(entry, change);
    this.#tell(entry);
  }

  /**
   * Resolves with the first entry that satisfies the predicate, among the present ones or as soon as one is added or changes.
   * @throws Error after `timeoutMs` (default 10 s), and when the gateway closes.
   */
  next(
    predicate: (entry: JournalEntry) => boolean,
    options: { readonly after?: number; readonly timeoutMs?: number } = {},
  ): Promise<JournalEntry> {
    const { after = 0, timeoutMs = 10_000 } = options;
    const isFitting = (entry: JournalEntry) => entry.id > after && predicate(entry);
    const known = this.#entries.find(isFitting);
    if (known !== undefined) {
      return Promise.resolve(known);
    }
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
      };
      const waiter: Waiter = {
        offer: (entry) => {
          if (isFitting(entry)) {
            settle();
            resolve(entry);
          }
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      const timer = setTimeout(() => waiter.reject(new Error(`No such request within ${timeoutMs} ms.`)), timeoutMs);
      this.#waiters.add(waiter);
    });
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** Rejects every pending `next`. */
  close(): void {
    for (const waiter of [...this.#waiters]) {
      waiter.reject(new Error('The gateway was closed.'));
    }
  }

  #tell(entry: JournalEntry): void {
    for (const waiter of [...this.#waiters]) {
      waiter.offer(entry);
    }
  }
}

const untouched = { outcome: 'open', promptTokens: 0, completionTokens: 0, chargedMicros: 0 } as const;

function describe(request: ReceivedRequest) {
  const { requestId, connection, method, isKeyAccepted } = request;
  const token = bearerToken(single(request.headers['authorization']));
  const secrets = [...request.knownKeys, ...(token === undefined || token.length < 8 ? [] : [token])];
  const keyLeaks: string[] = [];
  const hide = (text: string, place: string) => {
    const hidden = secrets.reduce((kept, secret) => kept.replaceAll(secret, shownKey), text);
    if (hidden !== text) {
      keyLeaks.push(place);
    }
    return hidden;
  };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = name === 'authorization' ? shownAuthorization(token) : hide(single(value) ?? '', `header ${name}`);
  }
  const path = hide(request.path, 'path');
  const body = parseJson(hide(request.bodyText, 'body'));
  return { requestId, connection, method, path, headers, isKeyAccepted, keyLeaks, body };
}

function shownAuthorization(token: string | undefined): string {
  return token?.startsWith('sk-live-') === true ? `Bearer ${shownKey}` : 'Bearer …';
}

function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value.join(', ') : value;
}

/** The parsed value; undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
