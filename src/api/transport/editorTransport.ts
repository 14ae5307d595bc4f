// The transport of VS Code: globalThis.fetch as VS Code patches it, with VS Code's proxies and certificates.
import { ApiError } from '../errors.ts';
import { ReadAhead } from './readAhead.ts';
import type { ByteSource, Transport, TransportRequest, TransportResponse } from './transport.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** With this value Node checks no certificate unless the caller asks it to, and VS Code's fetch does not ask. */
export function isVerificationOff(environment: Environment): boolean {
  return environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0';
}

/**
 * Looks `fetch` up at each call, since VS Code may patch it later, and passes no dispatcher, which VS Code would replace. Refuses
 * requests that others could read: plain http, which might go through a proxy, and all requests while certificates are not checked.
 */
export class EditorTransport implements Transport {
  readonly #environment: Environment;

  /** `environment` is read for each request, because other extensions change it. */
  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    if (request.url.protocol !== 'https:') {
      throw new ApiError('unreachable', 'Only https goes through the editor.', { code: 'plain-http' });
    }
    if (isVerificationOff(this.#environment)) {
      const reason = 'NODE_TLS_REJECT_UNAUTHORIZED=0 is set, so VS Code would trust any server.';
      throw new ApiError('certificate', reason, { code: 'verification-off' });
    }
    const response = await globalThis.fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'manual',
      signal: request.signal,
    });
    return {
      // A browser-like fetch hides the redirect behind status 0.
      status: response.type === 'opaqueredirect' ? 302 : response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      body: response.body === null ? emptyBody : new ReadAhead(new StreamBody(response.body)),
    };
  }

  /** There is nothing to close: the connections belong to VS Code. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}

const emptyBody: ByteSource = { read: () => Promise.resolve(undefined), cancel: () => undefined };

class StreamBody implements ByteSource {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  async read(): Promise<Uint8Array | undefined> {
    const { value } = await this.#reader.read();
    return value;
  }

  cancel(): void {
    // Cancelling a stream that has failed rejects with its error, which `read` has already reported.
    this.#reader.cancel().catch(() => undefined);
  }
}
