// Keeps the API keys, in SecretStorage and nowhere else: one for each origin.
import * as vscode from 'vscode';

const secretPrefix = 'opencodex.apiKey:';

/** `onDidChange` fires when a key is kept or cleared, in other windows as well where VS Code tells them: in a browser it does not. */
export class ApiKeyStore implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
    this.#subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(secretPrefix)) {
        this.#changed.fire();
      }
    });
  }

  /** The key that was entered for the origin of `baseUrl`; each origin has its own key. */
  async get(baseUrl: string): Promise<string | undefined> {
    const name = secretName(baseUrl);
    return name === undefined ? undefined : await this.#secrets.get(name);
  }

  async keep(baseUrl: string, key: string): Promise<void> {
    const name = secretName(baseUrl);
    if (name !== undefined) {
      await this.#secrets.store(name, key);
    }
  }

  async clear(baseUrl: string): Promise<void> {
    const name = secretName(baseUrl);
    if (name !== undefined) {
      await this.#secrets.delete(name);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

function secretName(baseUrl: string): string | undefined {
  return URL.canParse(baseUrl) ? secretPrefix + new URL(baseUrl).origin : undefined;
}
