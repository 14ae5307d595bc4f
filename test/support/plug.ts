// A gateway that can be taken away and brought back at the same address: the server is closed with all its sockets.
import { type Gateway, type GatewayOptions, instant, startGateway } from '../gateway/gateway.ts';

/** Without a key: the next gateway would not know the accounts of the one before. */
const options = { ...instant, requireKey: false } as const;

/** Whoever creates it pulls it in the end. */
export class Plug {
  #gateway: Gateway | undefined;
  readonly #port: number;
  readonly baseUrl: string;

  private constructor(gateway: Gateway) {
    this.#gateway = gateway;
    this.#port = Number(new URL(gateway.origin).port);
    this.baseUrl = gateway.baseUrl;
  }

  static async create(): Promise<Plug> {
    return new Plug(await startGateway(options));
  }

  /** @throws Error while it is pulled */
  get gateway(): Gateway {
    if (this.#gateway === undefined) {
      throw new Error('The plug is pulled.');
    }
    return this.#gateway;
  }

  /** Breaks off every answer and connection. Resolves when nobody listens any more. */
  async pull(): Promise<void> {
    const gateway = this.#gateway;
    this.#gateway = undefined;
    await gateway?.close();
  }

  /** A new gateway in the place of the old one. */
  async push(settings: Pick<GatewayOptions, 'answer' | 'routeFaults'> = {}): Promise<Gateway> {
    await this.pull();
    this.#gateway = await startGateway({ ...options, ...settings, port: this.#port });
    return this.#gateway;
  }
}
