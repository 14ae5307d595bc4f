// ApiError, and the only place that decides why a request failed: first by code, then by status, last by text.
import type { ApiErrorKind, GatewayFailure } from '../shared/gateway.ts';
import { isArray, isRecord, parseJson, readRecord, readString, type JsonRecord } from '../shared/json.ts';
import { isConnectCode, kindOfCode, kindOfNetworkCode, kindOfStatus } from './errorCodes.ts';
import { cleanServerText, type Redact } from './redact.ts';

export interface ApiErrorDetails {
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly isRetryable?: boolean;
  readonly affordableTokens?: number | undefined;
  readonly cause?: unknown;
}

/** A failed request. The message is that of the gateway or the network, cleaned: at most 2,000 characters, without keys and HTML. */
export class ApiError extends Error implements GatewayFailure {
  override readonly name = 'ApiError';
  readonly kind: ApiErrorKind;
  readonly status: number | undefined;
  /** The gateway's or the network's own code, or one of ours. */
  readonly code: string | undefined;
  /** The id by which the gateway's support finds the request. */
  readonly requestId: string | undefined;
  /** The wait that the server asked for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** True where the same request may succeed if it is sent again. */
  readonly isRetryable: boolean;
  /** On `out-of-credit`: how many tokens the gateway says the account can still pay for. */
  readonly affordableTokens: number | undefined;

  constructor(kind: ApiErrorKind, message: string, details: ApiErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.status = details.status;
    this.code = details.code;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
    this.isRetryable = details.isRetryable ?? false;
    this.affordableTokens = details.affordableTokens;
  }
}

/** What is known about the response that reported an error. */
export interface ReplyContext {
  /** Undefined inside a stream, whose status was 200. */
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly redact: Redact;
}

interface ErrorEnvelope {
  readonly message: string;
  readonly codes: readonly string[];
  readonly parameter?: string | undefined;
}

/** The error for a response with a status outside 200-299. `text` is the part of its body that was read. */
export function errorFromReply(text: string, context: ReplyContext & { readonly status: number }): ApiError {
  const json = parseJson(text);
  const envelope = isRecord(json) ? (readErrorEnvelope(json) ?? looseEnvelope(json)) : { message: text, codes: [] };
  return errorFromEnvelope(envelope, context);
}

/** The error that the JSON of a successful response reports; undefined where it reports none (wire.md, rows 19-24). */
export function errorInBody(body: JsonRecord, context: ReplyContext): ApiError | undefined {
  const envelope = readErrorEnvelope(body);
  return envelope === undefined ? undefined : errorFromEnvelope(envelope, context);
}

/** The error for the data of an `event: error`, whatever its shape, and for a text or a page in place of an answer. */
export function errorFromEvent(data: string, context: ReplyContext): ApiError {
  const json = parseJson(data);
  const envelope = isRecord(json) ? (readErrorEnvelope(json) ?? looseEnvelope(json)) : { message: data, codes: [] };
  return errorFromEnvelope(envelope, context);
}

/** The error for a failed connection. `thrown` is what Node, undici or fetch threw; an ApiError is returned as it is. */
export function errorFromNetwork(thrown: unknown, redact: Redact): ApiError {
  if (thrown instanceof ApiError) {
    return thrown;
  }
  const code = findCode(thrown);
  const message = innermostMessage(thrown);
  const kind = proxyRefusal(message) === undefined ? kindOfNetworkCode(code ?? '') : 'proxy';
  return new ApiError(kind, cleanServerText(message, redact) || 'The connection failed.', {
    code,
    isRetryable: kind === 'unreachable' || code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT',
    cause: safeCause(thrown, redact),
  });
}

/**
 * True where no connection was made, so that nothing was sent and another transport may be tried. Never true for a refused certificate:
 * its server was reached, and the other transport may trust a server that this one does not.
 */
export function isConnectFailure(thrown: unknown): boolean {
  const code = findCode(thrown);
  const message = innermostMessage(thrown);
  // A firewall may reset the handshake. Node gives the code of any reset then, and only its message says that TLS was not established.
  const isHandshakeReset = code === 'ECONNRESET' && message.includes('before secure TLS connection');
  // With 407 a proxy asks for credentials, which VS Code may have, or may ask the user for.
  return isHandshakeReset || proxyRefusal(message) === 407 || (code !== undefined && isConnectCode(code));
}

/** The status with which a proxy refused a tunnel, as undici's message states it. */
function proxyRefusal(message: string): number | undefined {
  const status = /\bproxy\b.*\b(40[37]|50\d)\b/i.exec(message)?.[1];
  return status === undefined ? undefined : Number(status);
}

export function timeoutError(
  code: 'first-byte-timeout' | 'idle-timeout' | 'read-timeout' | 'silence-timeout',
  milliseconds: number,
): ApiError {
  const what = code === 'silence-timeout' ? 'No part of an answer' : 'Nothing';
  return new ApiError('timeout', `${what} came for ${Math.round(milliseconds / 1000)} s.`, { code });
}

/** The error for a response that is longer than any real one (limits.ts), so that its rest is not read. */
export function tooLongError(): ApiError {
  return new ApiError('server', 'The gateway sent more than any real answer holds.', { code: 'answer-too-long' });
}

/** The error for a redirect. Redirects are never followed: the key would go to an address that the user did not choose. */
export function redirectError(location: string | undefined, base: URL, context: ReplyContext): ApiError {
  const target = location === undefined ? null : URL.parse(location, base.href);
  const place = target === null ? 'another address' : target.origin === 'null' ? target.protocol : target.origin;
  return new ApiError('unreachable', context.redact(`The gateway redirects to ${place}; redirects are not followed.`), {
    status: context.status,
    code: 'redirect',
    requestId: context.requestId,
  });
}

/** Finds the error in the shapes that gateways use; undefined where the body is not an error. */
function readErrorEnvelope(body: JsonRecord): ErrorEnvelope | undefined {
  const error = body['error'];
  if (typeof error === 'string' && error !== '') {
    return { message: readString(body, 'message') ?? error, codes: codesOf(body) };
  }
  if (isRecord(error)) {
    return { ...looseEnvelope(error), parameter: readString(error, 'param') };
  }
  if (body['choices'] !== undefined) {
    return undefined;
  }
  const base = readRecord(body, 'base_resp');
  if (base !== undefined && base['status_code'] !== 0) {
    return { message: readString(base, 'status_msg') ?? 'The gateway reports an error.', codes: [] };
  }
  const isError = body['detail'] !== undefined || body['success'] === false || isFailureCode(body);
  return isError ? looseEnvelope(body) : undefined;
}

/** True for a body with a message and with a code that does not mean success. */
function isFailureCode(body: JsonRecord): boolean {
  const code = body['code'];
  const isWell =
    code === undefined || code === null || code === true || [0, 200, 20_000, '0', '200'].some((well) => well === code);
  return !isWell && readString(body, 'message') !== undefined;
}

function looseEnvelope(body: JsonRecord): ErrorEnvelope {
  const message = readString(body, 'message') ?? readString(body, 'msg') ?? readDetail(body['detail']);
  return { message: message ?? '', codes: codesOf(body) };
}

/** Reads a sentence, or the first error in FastAPI's list. Other contents are not quoted: they may be deeply nested, or personal data. */
function readDetail(detail: unknown): string | undefined {
  const first: unknown = isArray(detail) ? detail[0] : detail;
  return isRecord(first) ? readString(first, 'msg') : typeof first === 'string' ? first : undefined;
}

function codesOf(body: JsonRecord): string[] {
  return ['code', 'type', 'status'].flatMap((key) => {
    const value = body[key];
    return typeof value === 'string' && value !== '' ? [value] : typeof value === 'number' ? [String(value)] : [];
  });
}

function errorFromEnvelope(envelope: ErrorEnvelope, context: ReplyContext): ApiError {
  const { redact, ...reply } = context;
  // A status in the body is closer to the cause than the status of a gateway that passes a failure on.
  const status = envelope.codes.map(Number).find((code) => code >= 400 && code <= 599) ?? reply.status;
  const kind = kindOfEnvelope(envelope, status);
  const text = cleanServerText(withParameter(envelope.message, envelope.parameter), redact);
  return new ApiError(kind, text || fallbackMessage(status), {
    ...reply,
    code: codeOfEnvelope(envelope, kind, status, text, redact),
    isRetryable: kind === 'rate-limited' || kind === 'server' || status === 408 || isPassing(envelope, context),
    affordableTokens: kind === 'out-of-credit' ? readAffordableTokens(text) : undefined,
  });
}

/** A 402 with a Retry-After means that credit is reserved for requests in flight, not that it is used up (wire.md, row 35). */
function isPassing({ codes }: ErrorEnvelope, { status, retryAfterMs }: ReplyContext): boolean {
  return status === 402 && retryAfterMs !== undefined && codes.every((code) => kindOfCode(code, true) === undefined);
}

function kindOfEnvelope(envelope: ErrorEnvelope, status: number | undefined): ApiErrorKind {
  const named = envelope.codes.map((code) => kindOfCode(code, status !== undefined));
  return named.find((kind) => kind !== undefined) ?? (status === undefined ? 'server' : kindOfStatus(status));
}

function codeOfEnvelope(
  envelope: ErrorEnvelope,
  kind: ApiErrorKind,
  status: number | undefined,
  text: string,
  redact: Redact,
): string | undefined {
  if (kind === 'bad-request' && (status === 413 || /context.{0,12}(?:length|window)|too many tokens/i.test(text))) {
    return 'context_length_exceeded';
  }
  const code = envelope.codes.find((one) => Number.isNaN(Number(one)));
  return code === undefined ? undefined : cleanServerText(code.slice(0, 100), redact);
}

/** Adds the name of the refused parameter where the message does not contain it. */
function withParameter(text: string, parameter: string | undefined): string {
  const isShort = parameter !== undefined && /^[\w.[\]-]{1,60}$/.test(parameter);
  return isShort && text !== '' && !text.includes(parameter) ? `${text} (${parameter})` : text;
}

function fallbackMessage(status: number | undefined): string {
  return status === undefined ? 'The gateway reports an error.' : `The gateway answered with status ${status}.`;
}

/** Reads OpenRouter's "can only afford 123" (wire.md, row 34). */
function readAffordableTokens(text: string): number | undefined {
  const digits = /can only afford (\d{1,9})/i.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The first code in the chain from an error to its innermost cause. */
function findCode(thrown: unknown): string | undefined {
  for (const error of causesOf(thrown)) {
    if ('code' in error && typeof error.code === 'string') {
      return error.code;
    }
  }
  return undefined;
}

function innermostMessage(thrown: unknown): string {
  const messages = causesOf(thrown).map((error) => error.message);
  return messages.findLast((message) => message !== '') ?? '';
}

/**
 * The error and its causes, outermost first and eight at most. An AggregateError (several addresses were tried) leads to its first error.
 */
function causesOf(thrown: unknown): Error[] {
  const errors: Error[] = [];
  let next = thrown;
  while (next instanceof Error && errors.length < 8) {
    errors.push(next);
    next = next.cause ?? (next instanceof AggregateError ? next.errors[0] : undefined);
  }
  return errors;
}

/** A copy that has only the redacted message and stack: undici's errors hold sockets, and fetch's errors quote header values. */
function safeCause(thrown: unknown, redact: Redact): Error | undefined {
  if (!(thrown instanceof Error)) {
    return undefined;
  }
  const copy = new Error(redact(innermostMessage(thrown) || thrown.message));
  copy.name = thrown.name;
  copy.stack = redact(thrown.stack ?? '');
  return copy;
}
