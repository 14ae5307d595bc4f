// The interface that both transports to the gateway implement.
import type { ProxySettings } from './proxy.ts';

/** `direct`: by our own sockets. `editor`: by VS Code's `fetch`. */
export type Way = 'direct' | 'editor';
export type TransportChoice = 'auto' | Way;

export interface TransportRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** An abort ends the request at any stage and closes its socket. */
  readonly signal: AbortSignal;
}

export interface TransportResponse {
  readonly status: number;
  /** The value of a header. `name` must be in lower case. */
  header(name: string): string | undefined;
  readonly body: ByteSource;
}

/** The body of a response. Whoever reads it reads to the end or cancels, so that the connection is reused or closed. */
export interface ByteSource {
  /** The next bytes, or undefined at the end. Rejects when the connection breaks or the signal aborts. */
  read(): Promise<Uint8Array | undefined>;
  cancel(): void;
}

/** Sends requests and never follows a redirect. Rejects with the error of the network. Whoever creates it closes it. */
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
