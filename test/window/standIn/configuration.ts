// Settings as VS Code answers for them: what the workspace may say over the user's values, and those over the defaults of package.json.
import * as values from './values.ts';
import manifest from '../../../package.json' with { type: 'json' };

type Settings = Readonly<Record<string, unknown>>;

const defaults: Settings = Object.fromEntries(
  manifest.contributes.configuration
    .flatMap(({ properties }) => Object.entries<object>(properties))
    .map(([id, property]) => [id, 'default' in property ? property.default : undefined]),
);

const scopes: Settings = Object.fromEntries(
  manifest.contributes.configuration
    .flatMap(({ properties }) => Object.entries<object>(properties))
    .map(([id, property]) => [id, 'scope' in property ? property.scope : undefined]),
);
const restricted: readonly string[] = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;

export class Configuration {
  readonly #user = new Map<string, unknown>();
  readonly #workspace = new Map<string, unknown>();
  readonly #isTrusted: () => boolean;
  readonly #changed = new values.EventEmitter<{ affectsConfiguration(section: string): boolean }>();

  readonly onDidChange = this.#changed.event;

  /** @param isTrusted whether the workspace is */
  constructor(isTrusted: () => boolean) {
    this.#isTrusted = isTrusted;
  }

  /** Takes the user's settings as they are from now on; undefined takes one back. Tells of it once. */
  change(settings: Settings): void {
    this.#put(this.#user, settings);
  }

  /** The same for what stands in the folder's .vscode/settings.json. */
  changeWorkspace(settings: Settings): void {
    this.#put(this.#workspace, settings);
  }

  /** What `vscode.workspace.getConfiguration` gives. */
  section(name: string) {
    const full = (id: string): string => `${name}.${id}`;
    return {
      get: (id: string, fallback?: unknown): unknown =>
        this.#ofWorkspace(full(id)) ?? this.#user.get(full(id)) ?? defaults[full(id)] ?? fallback,
      inspect: (id: string) => ({
        key: full(id),
        defaultValue: defaults[full(id)],
        globalValue: this.#user.get(full(id)),
        workspaceValue: this.#ofWorkspace(full(id)),
      }),
    };
  }

  #put(values: Map<string, unknown>, settings: Settings): void {
    const ids = Object.entries(settings).flatMap(([id, value]) => {
      if (value === undefined) {
        values.delete(id);
      } else {
        values.set(id, value);
      }
      return [id];
    });
    this.#changed.fire({
      affectsConfiguration: (section) => ids.some((id) => id === section || id.startsWith(`${section}.`)),
    });
  }

  #ofWorkspace(id: string): unknown {
    const counts = scopes[id] !== 'application' && (this.#isTrusted() || !restricted.includes(id));
    return counts ? this.#workspace.get(id) : undefined;
  }
}
