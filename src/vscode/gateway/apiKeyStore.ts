// The key: in SecretStorage and nowhere else, one for each origin it was entered for.
import * as vscode from 'vscode';

const secretPrefix = 'opencodex.apiKey:';

/** Fires in every window when a key is kept or cleared in any of them. */
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

  /** The key that was entered for the origin of `baseUrl`; another origin has another key. */
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
