// The model of this window: the one last chosen in this workspace, else that of the setting.
import * as vscode from 'vscode';
import type { Settings } from '../host/settings.ts';

const stateKey = 'opencodex.model';

export class ModelSelection implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #settings: Settings;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(workspaceState: vscode.Memento, settings: Settings) {
    this.#state = workspaceState;
    this.#settings = settings;
    this.#subscription = settings.onDidChange((change) => {
      if (change.has('model')) {
        this.#changed.fire();
      }
    });
  }

  get current(): string {
    const chosen = this.#state.get<unknown>(stateKey);
    return typeof chosen === 'string' && chosen !== '' ? chosen : this.#settings.get('model');
  }

  async select(model: string): Promise<void> {
    await this.#state.update(stateKey, model);
    this.#changed.fire();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
