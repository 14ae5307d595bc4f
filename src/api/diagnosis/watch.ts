// Wraps a transport and notes when headers and first bytes arrive.
import type { Transport, TransportRequest, TransportResponse } from '../transport/transport.ts';

/** Times are in milliseconds: `startedAt` by `performance.now()`, the others from there on. */
export interface Exchange {
  readonly startedAt: number;
  status?: number;
  headersMs?: number;
  firstByteMs?: number;
}

/** Keeps one exchange for each attempt, in order. */
export class Watch {
  readonly exchanges: Exchange[] = [];

  around(transport: Transport): Transport {
    return {
      request: (request) => this.#request(transport, request),
      close: () => transport.close(),
    };
  }

  async #request(transport: Transport, request: TransportRequest): Promise<TransportResponse> {
    const exchange: Exchange = { startedAt: performance.now() };
    this.exchanges.push(exchange);
    const elapsed = (): number => performance.now() - exchange.startedAt;
    const response = await transport.request(request);
    exchange.status = response.status;
    exchange.headersMs = elapsed();
    const { body } = response;
    return {
      status: response.status,
      header: (name) => response.header(name),
      body: {
        read: async () => {
          const bytes = await body.read();
          exchange.firstByteMs ??= elapsed();
          return bytes;
        },
        cancel: () => body.cancel(),
      },
    };
  }
}
