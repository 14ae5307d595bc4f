// Settings as VS Code answers for them: the user's values over the defaults of package.json.
import * as values from './values.ts';
import manifest from '../../../package.json' with { type: 'json' };

type Settings = Readonly<Record<string, unknown>>;

const defaults: Settings = Object.fromEntries(
  manifest.contributes.configuration
    .flatMap(({ properties }) => Object.entries<object>(properties))
    .map(([id, property]) => [id, 'default' in property ? property.default : undefined]),
);

export class Configuration {
  readonly #user = new Map<string, unknown>();
  readonly #changed = new values.EventEmitter<{ affectsConfiguration(section: string): boolean }>();

  readonly onDidChange = this.#changed.event;

  /** Takes the user's settings as they are from now on; undefined takes one back. Tells of it once. */
  change(settings: Settings): void {
    const ids = Object.entries(settings).flatMap(([id, value]) => {
      if (value === undefined) {
        this.#user.delete(id);
      } else {
        this.#user.set(id, value);
      }
      return [id];
    });
    this.#changed.fire({
      affectsConfiguration: (section) => ids.some((id) => id === section || id.startsWith(`${section}.`)),
    });
  }

  /** What `vscode.workspace.getConfiguration` gives. */
  section(name: string) {
    const full = (id: string): string => `${name}.${id}`;
    return {
      get: (id: string, fallback?: unknown): unknown => this.#user.get(full(id)) ?? defaults[full(id)] ?? fallback,
      inspect: (id: string) => ({
        key: full(id),
        defaultValue: defaults[full(id)],
        globalValue: this.#user.get(full(id)),
      }),
    };
  }
}
