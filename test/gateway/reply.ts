// A complete HTTP response, and the documented errors in OpenAI's format: {"error":{"message","type","code"}}.

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent unchanged; an object is sent as JSON. */
  readonly body: string | object;
}

interface ErrorDetail {
  readonly message: string;
  readonly type: string;
  readonly code: string;
  /** The wrong field of the request. */
  readonly param?: string;
}

/** Thrown to refuse a request; the server then sends `reply`. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}

function errorReply(status: number, error: ErrorDetail, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: { error } };
}

export function badRequest(message: string, param?: string): Reply {
  const detail = { message: `Bad Request: ${message}`, type: 'invalid_request_error', code: 'bad_request' };
  return errorReply(400, param === undefined ? detail : { ...detail, param });
}

export function unauthorized(message: string, code: string): Reply {
  return errorReply(401, { message, type: 'authentication_error', code });
}

export function paymentRequired(): Reply {
  return errorReply(402, {
    message: 'Insufficient Credits — please top up and try again',
    type: 'insufficient_credits',
    code: 'insufficient_credits',
  });
}

export function notFound(message: string, code: string): Reply {
  return errorReply(404, { message, type: 'invalid_request_error', code });
}

export function tooManyRequests(retryAfterSeconds: number): Reply {
  return errorReply(
    429,
    {
      message: 'Too many requests — rate limit triggered, please retry later',
      type: 'rate_limit_error',
      code: 'rate_limit_exceeded',
    },
    { 'retry-after': String(retryAfterSeconds) },
  );
}

export function serverError(status = 500): Reply {
  return errorReply(status, {
    message: 'Internal server error — please retry later or contact support',
    type: 'server_error',
    code: 'internal_error',
  });
}
