// How bytes travel: the interface of both ways to the gateway, and the choice between them.
import { DirectTransport } from './directTransport.ts';
import { EditorTransport } from './editorTransport.ts';
import { isConnectFailure } from './errors.ts';
import { findProxy, type ProxySettings } from './proxy.ts';

export type TransportChoice = 'auto' | 'direct' | 'editor';

export interface TransportRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the request at any stage; its socket is closed. */
  readonly signal: AbortSignal;
}

export interface TransportResponse {
  readonly status: number;
  /** `name` in lower case. */
  header(name: string): string | undefined;
  readonly body: ByteSource;
}

/** The bytes of a reply. Whoever reads it reads to the end or cancels, so that the connection is given back or closed. */
export interface ByteSource {
  /** The next bytes, or undefined at the end. Rejects when the connection breaks or the signal aborts. */
  read(): Promise<Uint8Array | undefined>;
  cancel(): void;
}

/** Sends requests and never follows a redirect. Rejects with what the network threw. Close it when done. */
export interface Transport {
  request(request: TransportRequest): Promise<TransportResponse>;
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly choice: TransportChoice;
  readonly proxy: ProxySettings;
  readonly connectTimeoutMs: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export function createTransport(options: TransportOptions): Transport {
  switch (options.choice) {
    case 'direct':
      return new DirectTransport(options);
    case 'editor':
      return new EditorTransport();
    case 'auto':
      return new AutoTransport(new DirectTransport(options), new EditorTransport(), (url) =>
        findProxy(url, options.proxy, options.environment) === undefined ? 'direct' : 'editor',
      );
  }
}

/**
 * The editor's way where a proxy is set, else the direct one; where that cannot connect, once the editor's, which also knows PAC
 * files, the system's proxy and Kerberos. What worked is kept for the origin while it works.
 */
export class AutoTransport implements Transport {
  readonly #direct: Transport;
  readonly #editor: Transport;
  readonly #firstChoice: (url: URL) => 'direct' | 'editor';
  readonly #editorOrigins = new Set<string>();

  constructor(direct: Transport, editor: Transport, firstChoice: (url: URL) => 'direct' | 'editor') {
    this.#direct = direct;
    this.#editor = editor;
    this.#firstChoice = firstChoice;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    const { origin } = request.url;
    if (this.#firstChoice(request.url) === 'editor') {
      return this.#editor.request(request);
    }
    if (this.#editorOrigins.has(origin)) {
      return this.#requestKept(request, origin);
    }
    try {
      return await this.#direct.request(request);
    } catch (directFailure) {
      if (request.signal.aborted || !isConnectFailure(directFailure)) {
        throw directFailure;
      }
      return this.#fallBack(request, directFailure);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#direct.close(), this.#editor.close()]);
  }

  async #requestKept(request: TransportRequest, origin: string): Promise<TransportResponse> {
    try {
      return await this.#editor.request(request);
    } catch (failure) {
      if (isConnectFailure(failure)) {
        this.#editorOrigins.delete(origin);
      }
      throw failure;
    }
  }

  async #fallBack(request: TransportRequest, directFailure: unknown): Promise<TransportResponse> {
    try {
      const response = await this.#editor.request(request);
      this.#editorOrigins.add(request.url.origin);
      return response;
    } catch (editorFailure) {
      // Where neither way leads, the direct failure names the cause more exactly.
      throw request.signal.aborted ? editorFailure : directFailure;
    }
  }
}
