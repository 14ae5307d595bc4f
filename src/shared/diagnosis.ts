// The result of a diagnosis of the connection: steps, each with its state, its facts and a remedy.
import type { GatewayFailure } from './gateway.ts';

/** The layers from the settings to an answer. `proxy` and `tls` are present only where the connection uses them. */
export type DiagnosisLayer = 'settings' | 'dns' | 'tcp' | 'proxy' | 'tls' | 'key' | 'models' | 'balance' | 'answer';

/**
 * `warning`: the layer works, but not as it should, or only for VS Code's transport. `skipped`: not tried, because of an earlier failure.
 */
type DiagnosisState = 'ok' | 'warning' | 'failed' | 'skipped';

/** The facts of a step, in the order in which the report shows them. Times are in milliseconds. */
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

/** The remedy for a finding; `words/diagnosisReport.ts` has its sentence. */
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

/** The result of the check of one layer. */
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
