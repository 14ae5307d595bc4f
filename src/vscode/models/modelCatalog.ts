// The models that the gateway lists. A missing list never stands in the way: any model id can be used.
import * as vscode from 'vscode';
import type { Log, Model } from '../../shared/gateway.ts';
import type { GatewaySource } from '../host/gatewaySource.ts';

export class ModelCatalog implements vscode.Disposable {
  readonly #gateway: GatewaySource;
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #models: readonly Model[] = [];
  #reading: Promise<void> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(gateway: GatewaySource, log: Log) {
    this.#gateway = gateway;
    this.#log = log;
    this.#subscription = gateway.onDidChange(() => {
      this.#models = [];
      this.#reading = undefined;
      this.#changed.fire();
    });
  }

  /** What is known now; empty before the first `load`. */
  get models(): readonly Model[] {
    return this.#models;
  }

  /** Reads the list unless it is known. Never throws: a failure is logged, and the next call tries again. */
  async load(): Promise<void> {
    const { hasKey, isKeyOptional, addressProblem } = await this.#gateway.connection();
    if ((!hasKey && !isKeyOptional) || addressProblem !== undefined) {
      return;
    }
    this.#reading ??= this.#read();
    await this.#reading;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #read(): Promise<void> {
    try {
      const client = await this.#gateway.client();
      this.#models = await client.listModels();
      this.#changed.fire();
    } catch (error) {
      this.#reading = undefined;
      this.#log.warn(`The model list could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
