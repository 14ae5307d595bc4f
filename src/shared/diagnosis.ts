// What a diagnosis of the connection says: steps, each with its state, what was seen and what to do.
import type { GatewayFailure } from './gateway.ts';

/** One layer each, from the settings to an answer. `proxy` and `tls` are there where the way to the gateway has them. */
export type DiagnosisLayer = 'settings' | 'dns' | 'tcp' | 'proxy' | 'tls' | 'key' | 'models' | 'balance' | 'answer';

/** `warning`: it works, but not as it should, or not by this way. `skipped`: not tried, because of an earlier failure. */
type DiagnosisState = 'ok' | 'warning' | 'failed' | 'skipped';

/** What can be seen, in the order in which people read it. Times are in milliseconds. */
export const diagnosisFacts = [
  'baseUrl',
  'transport',
  'way',
  'proxy',
  'proxySource',
  'host',
  'addresses',
  'connectedTo',
  'protocol',
  'issuer',
  'validUntil',
  'trustedBy',
  'key',
  'keyCheck',
  'model',
  'status',
  'count',
  'balance',
  'remaining',
  'reason',
  'headersMs',
  'firstByteMs',
  'firstTokenMs',
  'tokensPerSecond',
  'outcome',
  'promptTokens',
  'completionTokens',
  'cost',
  'attempts',
] as const;

export type DiagnosisFact = (typeof diagnosisFacts)[number];

/** What to do about it; the host has the sentence. */
export type DiagnosisAdvice =
  | 'check-base-url'
  | 'not-encrypted'
  | 'check-proxy'
  | 'proxy-credentials'
  | 'check-host'
  | 'check-port'
  | 'check-network'
  | 'check-firewall'
  | 'not-tls'
  | 'certificate-date'
  | 'certificate-name'
  | 'certificate-trust'
  | 'certificate-unchecked'
  | 'verification-off'
  | 'other-way'
  | 'other-way-trusts'
  | 'set-key'
  | 'replace-key'
  | 'top-up'
  | 'wait'
  | 'ask-support'
  | 'choose-model'
  | 'balance-unknown'
  | 'answer-cut-off';

export type DiagnosisFacts = Readonly<Partial<Record<DiagnosisFact, string | number>>>;

/** What a look at one layer found. */
export interface Finding {
  readonly state: DiagnosisState;
  readonly facts: DiagnosisFacts;
  readonly advice?: DiagnosisAdvice;
  readonly error?: GatewayFailure;
}

/** No fact and no error holds the key or a password. */
export interface DiagnosisStep extends Finding {
  readonly layer: DiagnosisLayer;
  readonly milliseconds: number;
}
