// API keys and their accounts: which keys are accepted, and how many credits are left. Money is in whole millionths of a credit.
import { paymentRequired, Refusal, unauthorized } from './reply.ts';

type KeyState = 'active' | 'expired' | 'revoked';
export type Keys = Readonly<Record<string, { readonly state: KeyState; readonly credits: number }>>;

export const microsPerCredit = 1_000_000;

/** A key that is accepted, with 500 credits. */
export const demoKey = 'sk-live-demo-0000000000000000';
/** A known key that has expired. */
export const expiredKey = 'sk-live-expired-0000000000000000';
/** A known key that was revoked. */
export const revokedKey = 'sk-live-revoked-0000000000000000';
/** A key that is accepted, with no credits left. */
export const emptyKey = 'sk-live-empty-0000000000000000';

export const defaultKeys: Keys = {
  [demoKey]: { state: 'active', credits: 500 },
  [expiredKey]: { state: 'expired', credits: 500 },
  [revokedKey]: { state: 'revoked', credits: 500 },
  [emptyKey]: { state: 'active', credits: 0 },
};

const keyPrefix = 'sk-live-';

/** The account of callers without a key, for gateways that require none. */
const anonymousKey = '';

export interface Account {
  readonly remainingMicros: number;
  readonly usedMicros: number;
  /** Takes this amount, or the rest if less is left; returns the amount taken. */
  charge(micros: number): number;
}

class KeptAccount implements Account {
  state: KeyState;
  remainingMicros: number;
  usedMicros = 0;

  constructor(state: KeyState, credits: number) {
    this.state = state;
    this.remainingMicros = Math.round(credits * microsPerCredit);
  }

  charge(micros: number): number {
    const taken = Math.min(micros, this.remainingMicros);
    this.remainingMicros -= taken;
    this.usedMicros += taken;
    return taken;
  }
}

/** The token of an Authorization header; undefined if the header has no Bearer form. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^bearer\s+(\S.*?)\s*$/i.exec(authorization ?? '')?.[1];
}

export class Accounts {
  readonly #accounts = new Map<string, KeptAccount>([[anonymousKey, new KeptAccount('active', 500)]]);

  /** Adds keys; a key that exists is replaced by a new account. */
  add(keys: Keys): void {
    for (const [key, { state, credits }] of Object.entries(keys)) {
      this.#accounts.set(key, new KeptAccount(state, credits));
    }
  }

  /** Every key that this gateway knows, for the journal to redact. */
  knownKeys(): readonly string[] {
    return [...this.#accounts.keys()].filter((key) => key !== anonymousKey);
  }

  isAccepted(token: string | undefined): boolean {
    return token !== undefined && token !== anonymousKey && this.#accounts.get(token)?.state === 'active';
  }

  /** @throws Error for a key that is not known */
  credits(key: string): number {
    return this.#known(key).remainingMicros / microsPerCredit;
  }

  /** @throws Error for a key that is not known */
  setCredits(key: string, credits: number): void {
    this.#known(key).remainingMicros = Math.round(credits * microsPerCredit);
  }

  /** @throws Refusal with 401, which says what is wrong with the key and never contains the key itself. */
  authorize(authorization: string | undefined, isKeyRequired: boolean): Account {
    const token = bearerToken(authorization);
    const account = token === undefined ? undefined : this.#accounts.get(token);
    if (!isKeyRequired) {
      return account ?? this.#known(anonymousKey);
    }
    if (token === undefined) {
      throw new Refusal(unauthorized('Missing API Key: send it as Authorization: Bearer', 'missing_api_key'));
    }
    if (!token.startsWith(keyPrefix)) {
      throw new Refusal(unauthorized(`Malformed API Key (must start with ${keyPrefix})`, 'malformed_api_key'));
    }
    if (account === undefined) {
      throw new Refusal(unauthorized('Invalid API Key', 'invalid_api_key'));
    }
    if (account.state !== 'active') {
      const word = account.state === 'expired' ? 'Expired' : 'Revoked';
      throw new Refusal(unauthorized(`${word} API Key`, `${account.state}_api_key`));
    }
    return account;
  }

  #known(key: string): KeptAccount {
    const account = this.#accounts.get(key);
    if (account === undefined) {
      throw new Error('No such key in this gateway.');
    }
    return account;
  }
}

/** @throws Refusal with 402 if no credits are left. */
export function requireCredit(account: Account): void {
  if (account.remainingMicros <= 0) {
    throw new Refusal(paymentRequired());
  }
}
