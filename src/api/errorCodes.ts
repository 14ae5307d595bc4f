// Maps the codes of gateways and of the network to kinds of errors. Sources: research/wire.md section 2, rows 33-39.
import type { ApiErrorKind } from '../shared/gateway.ts';

const kindsByCode: Readonly<Record<string, ApiErrorKind>> = {
  insufficient_quota: 'out-of-credit',
  insufficient_user_quota: 'out-of-credit',
  pre_consume_token_quota_failed: 'out-of-credit',
  insufficient_credit: 'out-of-credit',
  insufficient_credits: 'out-of-credit',
  insufficient_balance: 'out-of-credit',
  insufficient_funds: 'out-of-credit',
  quota_exceeded: 'out-of-credit',
  exceeded_current_quota_error: 'out-of-credit',
  billing_hard_limit_reached: 'out-of-credit',
  billing_not_active: 'out-of-credit',
  payment_required: 'out-of-credit',
  invalid_api_key: 'invalid-key',
  invalid_key: 'invalid-key',
  expired_api_key: 'invalid-key',
  api_key_expired: 'invalid-key',
  api_key_revoked: 'invalid-key',
  authentication_error: 'invalid-key',
  invalid_authentication_error: 'invalid-key',
  unauthorized: 'invalid-key',
  forbidden: 'forbidden',
  permission_error: 'forbidden',
  permission_denied: 'forbidden',
  model_not_allowed: 'forbidden',
  rate_limit_exceeded: 'rate-limited',
  rate_limit_error: 'rate-limited',
  rate_limit_reached_error: 'rate-limited',
  too_many_requests: 'rate-limited',
  token_concurrency_limit_reached: 'rate-limited',
  context_length_exceeded: 'bad-request',
  string_above_max_length: 'bad-request',
  model_not_found: 'bad-request',
  invalid_request_error: 'bad-request',
  bad_request: 'bad-request',
  not_found_error: 'bad-request',
  server_error: 'server',
  internal_error: 'server',
  internal_server_error: 'server',
  api_error: 'server',
  overloaded_error: 'server',
};

/** Codes that say little. Gateways also send them beside a status that says more. */
const vagueCodes: ReadonlySet<string> = new Set(['invalid_request_error', 'bad_request', 'api_error', 'server_error']);

/** The kind for the code of a gateway; undefined where the code is unknown, or where a status beside it says more. */
export function kindOfCode(code: string, hasStatus: boolean): ApiErrorKind | undefined {
  const name = code
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  if (name.startsWith('entitlement_')) {
    return 'out-of-credit';
  }
  return hasStatus && vagueCodes.has(name)
    ? undefined
    : Object.hasOwn(kindsByCode, name)
      ? kindsByCode[name]
      : undefined;
}

/** The kind for a status outside 200-399. */
export function kindOfStatus(status: number): ApiErrorKind {
  switch (status) {
    case 401:
      return 'invalid-key';
    case 402:
      return 'out-of-credit';
    case 403:
      return 'forbidden';
    case 407:
      return 'proxy';
    case 408:
    case 429:
      return status === 429 ? 'rate-limited' : 'timeout';
    default:
      return status >= 500 ? 'server' : 'bad-request';
  }
}

/** Codes of certificate failures, as OpenSSL and Node name them. Node uses `UNSPECIFIED` for failures without a code of their own. */
const certificateCodes =
  /^(?:CERT_|CRL_|ERROR_IN_C|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(?:VERIFY|GET_ISSUER|GET_CRL|DECRYPT|DECODE)|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_EXCEEDED|UNSPECIFIED$)/;

const timeoutCodes: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

const connectCodes: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The kind for a failure below HTTP, by Node's or undici's code. */
export function kindOfNetworkCode(code: string): ApiErrorKind {
  if (certificateCodes.test(code)) {
    return 'certificate';
  }
  if (code.startsWith('UND_ERR_PRX')) {
    return 'proxy';
  }
  return timeoutCodes.has(code) ? 'timeout' : 'unreachable';
}

/**
 * True where no server was reached, so that another transport may be tried. A refused certificate is not among these codes: a server sent
 * it.
 */
export function isConnectCode(code: string): boolean {
  return connectCodes.has(code);
}
