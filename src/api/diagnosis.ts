// What a diagnosis of the connection says: steps, each with its state, what was seen and what to do.
import type { ApiError } from './errors.ts';

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
  readonly error?: ApiError;
}

/** No fact and no error holds the key or a password. */
export interface DiagnosisStep extends Finding {
  readonly layer: DiagnosisLayer;
  readonly milliseconds: number;
}

/** What helps against a failure. */
export function adviceFor(error: ApiError): DiagnosisAdvice {
  switch (error.kind) {
    case 'bad-request':
      if (error.code === 'model_not_found') {
        return 'choose-model';
      }
      return error.status === 404 || error.status === 405 ? 'check-base-url' : 'ask-support';
    case 'invalid-key':
      return 'replace-key';
    case 'out-of-credit':
      return 'top-up';
    case 'forbidden':
      return 'ask-support';
    case 'rate-limited':
    case 'server':
      return 'wait';
    case 'unreachable':
      return adviceForUnreachable(error.code ?? '');
    case 'certificate':
      return adviceForCertificate(error.code ?? '');
    case 'proxy':
      return error.status === 407 ? 'proxy-credentials' : 'check-proxy';
    case 'timeout':
      return 'check-firewall';
    case 'empty':
      return 'choose-model';
  }
}

function adviceForUnreachable(code: string): DiagnosisAdvice {
  if (code === 'ENOTFOUND') {
    return 'check-host';
  }
  if (code === 'ECONNREFUSED') {
    return 'check-port';
  }
  if (code === 'redirect') {
    return 'check-base-url';
  }
  return code.startsWith('ERR_SSL_') || code === 'EPROTO' ? 'not-tls' : 'check-network';
}

function adviceForCertificate(code: string): DiagnosisAdvice {
  switch (code) {
    case 'verification-off':
      return 'verification-off';
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return 'certificate-date';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return 'certificate-name';
    default:
      return 'certificate-trust';
  }
}
