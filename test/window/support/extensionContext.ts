// What VS Code hands an extension at its start: its folders, what is kept over a reload, and the secrets.
import type * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import { editor } from '../standIn/editor.ts';
import { Uri } from '../standIn/values.ts';

/** What VS Code keeps for an extension over a reload. */
class Memento {
  readonly #values = new Map<string, unknown>();
  readonly keys = (): readonly string[] => [...this.#values.keys()];
  readonly setKeysForSync = (): void => undefined;

  get(key: string, fallback?: unknown): unknown {
    return this.#values.get(key) ?? fallback;
  }

  update(key: string, value: unknown): Promise<void> {
    this.#values.set(key, structuredClone(value));
    return Promise.resolve();
  }
}

/** Goes over the reloads of one window. */
export class KeptState {
  readonly globalState = new Memento();
  readonly workspaceState = new Memento();
}

interface Folders {
  /** The built extension. */
  readonly extensionFolder: string;
  readonly storageFolder: string;
}

export function createExtensionContext(
  { extensionFolder, storageFolder }: Folders,
  { globalState, workspaceState }: KeptState,
): vscode.ExtensionContext {
  const changed = (name: string): Promise<void> => {
    editor.changedSecrets.push(name);
    editor.secretsChanged.fire({ key: name });
    return Promise.resolve();
  };
  const context: Partial<vscode.ExtensionContext> = {
    subscriptions: [],
    extensionPath: extensionFolder,
    extensionUri: Uri.file(extensionFolder),
    globalStorageUri: Uri.file(storageFolder),
    globalState: globalState as vscode.ExtensionContext['globalState'],
    workspaceState: workspaceState as vscode.Memento,
    secrets: {
      keys: () => Promise.resolve([...editor.secrets.keys()]),
      get: (name) => Promise.resolve(editor.secrets.get(name)),
      store: (name, value) => {
        editor.secrets.set(name, value);
        return changed(name);
      },
      delete: (name) => {
        editor.secrets.delete(name);
        return changed(name);
      },
      onDidChange: editor.secretsChanged.event as vscode.SecretStorage['onDidChange'],
    },
    extension: { packageJSON: manifest } as unknown as vscode.Extension<unknown>,
  };
  return context as vscode.ExtensionContext;
}
