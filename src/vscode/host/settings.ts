// Our settings, read and checked by the rows of contributions/settings.ts.
import * as vscode from 'vscode';
import { readContextWindows, type ContextWindowSettings } from '../../models/contextWindow.ts';
import type { RequestSettings } from '../../chat/ports.ts';
import { settings, type SettingId, type SettingRow } from '../../contributions/settings.ts';
import { toSafeUrl } from '../../shared/links.ts';

/** Node takes a longer time for 1 ms. */
const longestTimerMs = 2 ** 31 - 1;

/** The settings whose default is of a type. */
type IdOf<Default> = { [Id in SettingId]: (typeof settings)[Id]['default'] extends Default ? Id : never }[SettingId];

/** The type of a value: one of the enumeration, or of the default's type. */
type Value<Id extends SettingId> = (typeof settings)[Id] extends { readonly enum: readonly (infer Choice)[] }
  ? Choice
  : Widened<(typeof settings)[Id]['default']>;

type Widened<Default> = Default extends string
  ? string
  : Default extends number
    ? number
    : Default extends boolean
      ? boolean
      : never;

/** What has changed. */
export interface SettingsChange {
  /** True where one of these may have another value. */
  has(...ids: readonly SettingId[]): boolean;
  /** VS Code's own `http` settings, by which the network is reached. */
  readonly hasHttp: boolean;
}

/** Every value is read anew. One of the wrong type counts as not set. */
export class Settings implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<SettingsChange>();
  readonly #subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    const hasHttp = event.affectsConfiguration('http');
    if (hasHttp || event.affectsConfiguration('opencodex')) {
      this.#changed.fire({ has: (...ids) => ids.some((id) => event.affectsConfiguration(`opencodex.${id}`)), hasHttp });
    }
  });

  /** Fires for our settings and for VS Code's `http` ones. */
  readonly onDidChange = this.#changed.event;

  /** The value of a setting that is what its row says, and nothing else. */
  get<Id extends IdOf<string | number | boolean>>(id: Id): Value<Id>;
  get(id: IdOf<string | number | boolean>): unknown {
    const row: SettingRow = settings[id];
    const value = this.#read(id);
    if (Array.isArray(row['enum'])) {
      return row['enum'].includes(value) ? value : row.default;
    }
    switch (typeof row.default) {
      case 'string':
        return readText(value) ?? row.default;
      case 'number':
        return readNumber(value) ?? row.default;
      default:
        return typeof value === 'boolean' ? value : row.default;
    }
  }

  /** Only the user's own value counts: a workspace must never send the key elsewhere. */
  get baseUrl(): string {
    return this.#userText('baseUrl');
  }

  /** An address of the web. */
  get dashboardUrl(): string {
    const url = toSafeUrl(this.#userText('dashboardUrl'));
    return url !== undefined && /^https?:/.test(url) ? url : settings.dashboardUrl.default;
  }

  get modelContextWindows(): ContextWindowSettings {
    return readContextWindows(this.#read('modelContextWindows'));
  }

  get request(): RequestSettings {
    return {
      systemPrompt: this.get('systemPrompt'),
      maxTokens: this.#optionalNumber('maxTokens'),
      temperature: this.#optionalNumber('temperature'),
      topP: this.#optionalNumber('topP'),
      stop: this.#stop,
    };
  }

  /** The system prompt where it is not the user's own but the workspace's. */
  get workspaceSystemPrompt(): string | undefined {
    const id = 'systemPrompt';
    const { workspaceFolderValue, workspaceValue } =
      vscode.workspace.getConfiguration('opencodex').inspect<unknown>(id) ?? {};
    const ofWorkspace = workspaceFolderValue ?? workspaceValue;
    const inForce = this.get(id);
    return typeof ofWorkspace === 'string' && ofWorkspace.trim() === inForce ? inForce : undefined;
  }

  /** Milliseconds. */
  get timeouts(): { readonly firstByte: number; readonly idle: number } {
    return {
      firstByte: this.get('network.firstByteTimeout') * 1000,
      idle: this.get('network.idleTimeout') * 1000,
    };
  }

  /** Milliseconds; 0 reads only after requests. */
  get balanceRefreshInterval(): number {
    return Math.min(longestTimerMs, Math.max(0, this.get('balance.refreshInterval')) * 60_000);
  }

  /** Credits; 0 is no limit. */
  get budgets(): { readonly perMessage: number; readonly perChat: number; readonly perDay: number } {
    const limit = (id: IdOf<number>): number => Math.max(0, this.get(id));
    return {
      perMessage: limit('budget.perMessage'),
      perChat: limit('budget.perChat'),
      perDay: limit('budget.perDay'),
    };
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  get #stop(): readonly string[] | undefined {
    const value = this.#read('stop');
    const texts = Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item !== '') : [];
    return texts.length === 0 ? undefined : texts;
  }

  #read(id: SettingId): unknown {
    return vscode.workspace.getConfiguration('opencodex').get<unknown>(id);
  }

  #optionalNumber(id: IdOf<null>): number | undefined {
    return readNumber(this.#read(id));
  }

  #userText(id: IdOf<string>): string {
    const { globalValue } = vscode.workspace.getConfiguration('opencodex').inspect<unknown>(id) ?? {};
    return readText(globalValue) ?? settings[id].default;
  }
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
