import { describe, expect, it } from 'vitest';
import { errorFromNetwork, errorFromReply, isConnectFailure } from '../../../src/api/errors.ts';
import { redactPatterns as redact } from '../../../src/api/redact.ts';

describe('a reply', () => {
  it.each([
    [400, 'invalid_api_key', 'invalid-key'],
    [401, 'invalid_request_error', 'invalid-key'],
    [403, 'entitlement_exhausted', 'out-of-credit'],
    [429, 'token_concurrency_limit_reached', 'rate-limited'],
    [402, 'Payment Required', 'out-of-credit'],
    [500, 'server_error', 'server'],
    [404, 'model_not_found', 'bad-request'],
    [418, 'unheard_of', 'bad-request'],
    [524, 'unheard_of', 'server'],
    [407, 'x', 'proxy'],
    [408, 'x', 'timeout'],
  ])('of status %i and code %s is %s %s', (status, code, kind) => {
    expect(errorFromReply(JSON.stringify({ error: { message: 'm', code } }), { status, redact }).kind).toBe(kind);
  });

  it.each([
    ['{"error":{"message":"said"}}'],
    ['{"error":"said"}'],
    ['{"message":"said"}'],
    ['{"detail":"said"}'],
    ['{"msg":"said","code":5}'],
    ['{"base_resp":{"status_code":1,"status_msg":"said"}}'],
    ['said'],
  ])('gives the message of %s', (body) => {
    expect(errorFromReply(body, { status: 400, redact }).message).toBe('said');
  });

  it('of a context that is too long says so by its code', () => {
    const body =
      '{"error":{"message":"This model\'s maximum context length is 8192 tokens","type":"invalid_request_error"}}';
    expect(errorFromReply(body, { status: 400, redact })).toMatchObject({
      kind: 'bad-request',
      code: 'context_length_exceeded',
    });
  });

  it('of too little credit says how many tokens it is good for', () => {
    const body = '{"error":{"message":"You requested up to 4096 tokens, but can only afford 120"}}';
    expect(errorFromReply(body, { status: 402, redact }).affordableTokens).toBe(120);
  });

  it('without words says its status', () => {
    expect(errorFromReply('', { status: 503, redact }).message).toBe('The gateway answered with status 503.');
  });
});

describe('the network', () => {
  const failure = (code: string, message = code): Error =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });

  it.each([
    ['ENOTFOUND', 'unreachable', true, true],
    ['ECONNREFUSED', 'unreachable', true, true],
    ['ECONNRESET', 'unreachable', true, false],
    ['UND_ERR_SOCKET', 'unreachable', true, false],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', true, true],
    ['UND_ERR_BODY_TIMEOUT', 'timeout', false, false],
    ['CERT_HAS_EXPIRED', 'certificate', false, false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', false, false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate', false, false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate', false, false],
    ['CERT_REVOKED', 'certificate', false, false],
    ['CRL_HAS_EXPIRED', 'certificate', false, false],
    ['INVALID_PURPOSE', 'certificate', false, false],
    ['PATH_LENGTH_EXCEEDED', 'certificate', false, false],
    ['UNSPECIFIED', 'certificate', false, false],
    ['UND_ERR_PRX_TLS', 'proxy', false, false],
  ])('failing with %s is %s', (code, kind, isRetryable, isConnect) => {
    expect(errorFromNetwork(failure(code), redact)).toMatchObject({ kind, code, isRetryable, message: code });
    expect(isConnectFailure(failure(code))).toBe(isConnect);
  });

  it.each([
    [407, true],
    [403, false],
    [502, false],
  ])('failing at the proxy with %i says so', (status, isConnect) => {
    const error = failure('UND_ERR_ABORTED', `Proxy response (${status}) !== 200 when HTTP Tunneling`);
    expect(errorFromNetwork(error, redact)).toMatchObject({ kind: 'proxy', isRetryable: false });
    // Only credentials may be had by another way.
    expect(isConnectFailure(error)).toBe(isConnect);
  });

  it('reset during the handshake was never connected', () => {
    const message = 'Client network socket disconnected before secure TLS connection was established';
    expect(isConnectFailure(failure('ECONNRESET', message))).toBe(true);
  });

  it('failing gives no cause that holds a socket', () => {
    const thrown = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET', socket: { secret: 1 } });
    expect(errorFromNetwork(thrown, redact).cause).not.toHaveProperty('socket');
  });
});
