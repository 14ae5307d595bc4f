// Reads and caches the gateway's list of models. A missing list never blocks the user, because any model id can be used.
import { contextWindowOf, type ContextWindow, type ContextWindowSettings } from './contextWindow.ts';
import type { Log, Model } from '../shared/gateway.ts';
import { obstacleOf, type Connection, type Obstacle } from '../shared/connection.ts';

interface Subscription {
  dispose(): void;
}

/** The part of the change event of `Settings` that is needed here. */
interface SettingsChange {
  has(id: 'modelContextWindows' | 'readModelList'): boolean;
}

interface Services {
  readonly gateway: {
    connection(): Promise<Connection>;
    client(): Promise<{ listModels(options: { readonly signal: AbortSignal }): Promise<readonly Model[]> }>;
    onDidChange(listener: () => void): Subscription;
  };
  readonly settings: {
    readonly modelContextWindows: ContextWindowSettings;
    /** Whether the gateway may be asked for its models. */
    get(id: 'readModelList'): boolean;
    onDidChange(listener: (change: SettingsChange) => void): Subscription;
  };
  readonly log: Log;
}

/** Why there is no list. */
export type ListProblem = Obstacle | { readonly kind: 'failure'; readonly error: unknown };

export class ModelCatalog {
  readonly #services: Services;
  readonly #listeners = new Set<() => void>();
  readonly #subscriptions: readonly Subscription[];
  #models: readonly Model[] = [];
  #problem: ListProblem | undefined;
  #windows: ContextWindowSettings;
  #reading: Promise<void> | undefined;
  #validity = new AbortController();

  constructor(services: Services) {
    this.#services = services;
    this.#windows = this.#readWindows();
    this.#subscriptions = [
      services.gateway.onDidChange(() => this.#forget()),
      services.settings.onDidChange((change) => {
        if (change.has('modelContextWindows')) {
          this.#windows = this.#readWindows();
          this.#notify();
        }
        if (change.has('readModelList')) {
          this.#forget();
        }
      }),
    ];
  }

  /** The models of the last list; empty before the first `load`. */
  get models(): readonly Model[] {
    return this.#models;
  }

  /** Why the last `load` brought no list. */
  get problem(): ListProblem | undefined {
    return this.#problem;
  }

  /** The context window from the user's setting, else from the gateway, else from the model's family. An id is looked up in the list. */
  contextWindowOf(model: Model | string): ContextWindow | undefined {
    const listed = typeof model === 'string' ? this.#models.find(({ id }) => id === model) : undefined;
    return contextWindowOf(listed ?? model, this.#windows);
  }

  /** Fires when the list or a context window may have changed. Whoever listens disposes the subscription. */
  onDidChange(listener: () => void): Subscription {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Reads the list unless it is known. Never rejects: a failure is logged and becomes `problem`, and the next call tries again. */
  async load(): Promise<void> {
    const { signal } = this.#validity;
    this.#reading ??= this.#read(signal);
    await this.#reading;
    // The address or the key changed meanwhile, and the caller wants the list of the current ones.
    if (signal !== this.#validity.signal) {
      await this.load();
    }
  }

  dispose(): void {
    this.#validity.abort();
    this.#subscriptions.forEach((subscription) => subscription.dispose());
    this.#listeners.clear();
  }

  async #read(signal: AbortSignal): Promise<void> {
    const problem = await this.#tryToRead(signal);
    if (!signal.aborted) {
      this.#problem = problem;
      this.#reading = problem === undefined ? this.#reading : undefined;
    }
  }

  async #tryToRead(signal: AbortSignal): Promise<ListProblem | undefined> {
    const { gateway, log } = this.#services;
    try {
      if (!this.#services.settings.get('readModelList')) {
        return undefined;
      }
      const obstacle = obstacleOf(await gateway.connection());
      if (obstacle) {
        return obstacle;
      }
      const client = await gateway.client();
      const models = await client.listModels({ signal });
      if (!signal.aborted) {
        this.#models = models;
        this.#notify();
      }
      return undefined;
    } catch (error) {
      if (!signal.aborted) {
        log.warn(`The model list could not be read: ${error instanceof Error ? error.message : String(error)}`);
      }
      return { kind: 'failure', error };
    }
  }

  /** Drops the list, and any reading under way, because the address or the key has changed. */
  #forget(): void {
    this.#validity.abort();
    this.#validity = new AbortController();
    this.#models = [];
    this.#problem = undefined;
    this.#reading = undefined;
    this.#notify();
  }

  #readWindows(): ContextWindowSettings {
    const { settings, log } = this.#services;
    const windows = settings.modelContextWindows;
    if (windows.ignored.length > 0) {
      log.warn(
        `opencodex.modelContextWindows: ignored for want of a positive whole number: ${windows.ignored.join(', ')}`,
      );
    }
    return windows;
  }

  #notify(): void {
    this.#listeners.forEach((listener) => listener());
  }
}
