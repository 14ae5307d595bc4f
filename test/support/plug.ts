// A gateway that can be shut down and restarted at the same address; shutting down closes the server with all its sockets.
import { type Gateway, type GatewayOptions, instant, startGateway } from '../gateway/gateway.ts';

/** No key is required, because a restarted gateway would not know the accounts of the former one. */
const options = { ...instant, requireKey: false } as const;

/** The creator must call `pull` in the end. */
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

  /** @throws Error while the gateway is shut down. */
  get gateway(): Gateway {
    if (this.#gateway === undefined) {
      throw new Error('The plug is pulled.');
    }
    return this.#gateway;
  }

  /** Shuts the gateway down, which aborts every answer and connection. Resolves when nothing listens any more. */
  async pull(): Promise<void> {
    const gateway = this.#gateway;
    this.#gateway = undefined;
    await gateway?.close();
  }

  /** Starts a new gateway at the same address, after shutting down the old one. */
  async push(settings: Pick<GatewayOptions, 'answer' | 'routeFaults'> = {}): Promise<Gateway> {
    await this.pull();
    this.#gateway = await startGateway({ ...options, ...settings, port: this.#port });
    return this.#gateway;
  }
}
