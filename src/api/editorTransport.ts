// The editor's own way to the network: globalThis.fetch as VS Code patches it, with its proxies and certificates.
import { ReadAhead } from './readAhead.ts';
import type { ByteSource, Transport, TransportRequest, TransportResponse } from './transport.ts';

/** Looks `fetch` up at each call, since VS Code may patch it after us, and passes no dispatcher, which VS Code would replace. */
export class EditorTransport implements Transport {
  async request(request: TransportRequest): Promise<TransportResponse> {
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

  /** The connections belong to the editor. */
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
    // Cancelling what has already failed rejects with that failure, which `read` has reported.
    this.#reader.cancel().catch(() => undefined);
  }
}
