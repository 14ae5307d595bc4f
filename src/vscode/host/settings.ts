// Our settings, read and checked by the rows of contributions/settings.ts.
import * as vscode from 'vscode';
import { readContextWindows, type ContextWindowSettings } from '../../models/contextWindow.ts';
import type { RequestSettings } from '../../chat/ports.ts';
import { settings, type SettingId } from '../../contributions/settings.ts';
import { toSafeUrl } from '../../shared/links.ts';

/** Node takes a longer time for 1 ms. */
const longestTimerMs = 2 ** 31 - 1;

/** The settings whose default is of a type. */
type IdOf<Default> = { [Id in SettingId]: (typeof settings)[Id]['default'] extends Default ? Id : never }[SettingId];

const transports = settings['network.transport'].enum;
export type TransportSetting = (typeof transports)[number];

const languages = settings.language.enum;
export type LanguageSetting = (typeof languages)[number];

/** What has changed. */
export interface SettingsChange {
  /** True where one of these may have another value. */
  has(...ids: readonly SettingId[]): boolean;
  /** VS Code's own `http` settings, by which the network is reached. */
  readonly hasHttp: boolean;
}

/** Every getter reads anew. A value of the wrong type counts as not set. */
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

  /** Only the user's own value counts: a workspace must never send the key elsewhere. */
  get baseUrl(): string {
    return this.#userText('baseUrl');
  }

  /** An address of the web. */
  get dashboardUrl(): string {
    const url = toSafeUrl(this.#userText('dashboardUrl'));
    return url !== undefined && /^https?:/.test(url) ? url : settings.dashboardUrl.default;
  }

  get model(): string {
    return this.#text('model');
  }

  get modelContextWindows(): ContextWindowSettings {
    return readContextWindows(this.#get('modelContextWindows'));
  }

  get isModelListRead(): boolean {
    return this.#switch('readModelList');
  }

  get request(): RequestSettings {
    return {
      systemPrompt: this.#text('systemPrompt'),
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
    const inForce = this.#text(id);
    return typeof ofWorkspace === 'string' && ofWorkspace.trim() === inForce ? inForce : undefined;
  }

  get transport(): TransportSetting {
    const value = this.#get('network.transport');
    return transports.find((transport) => transport === value) ?? settings['network.transport'].default;
  }

  /** Milliseconds. */
  get timeouts(): { readonly firstByte: number; readonly idle: number } {
    return {
      firstByte: this.#number('network.firstByteTimeout') * 1000,
      idle: this.#number('network.idleTimeout') * 1000,
    };
  }

  /** Milliseconds; 0 reads only after requests. */
  get balanceRefreshInterval(): number {
    return Math.min(longestTimerMs, Math.max(0, this.#number('balance.refreshInterval')) * 60_000);
  }

  get balanceWarnBelow(): number {
    return this.#number('balance.warnBelow');
  }

  /** Credits; 0 is no limit. */
  get budgets(): { readonly perMessage: number; readonly perChat: number; readonly perDay: number } {
    const limit = (id: IdOf<number>): number => Math.max(0, this.#number(id));
    return {
      perMessage: limit('budget.perMessage'),
      perChat: limit('budget.perChat'),
      perDay: limit('budget.perDay'),
    };
  }

  get isCodeActionsEnabled(): boolean {
    return this.#switch('codeActions.enabled');
  }

  get chatFontSize(): number {
    return this.#number('chat.fontSize');
  }

  get language(): LanguageSetting {
    const value = this.#get('language');
    return languages.find((language) => language === value) ?? settings.language.default;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  get #stop(): readonly string[] | undefined {
    const value = this.#get('stop');
    const texts = Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item !== '') : [];
    return texts.length === 0 ? undefined : texts;
  }

  #get(id: SettingId): unknown {
    return vscode.workspace.getConfiguration('opencodex').get<unknown>(id);
  }

  #text(id: IdOf<string>): string {
    return readText(this.#get(id)) ?? settings[id].default;
  }

  #number(id: IdOf<number>): number {
    return readNumber(this.#get(id)) ?? settings[id].default;
  }

  #optionalNumber(id: IdOf<null>): number | undefined {
    return readNumber(this.#get(id));
  }

  #switch(id: IdOf<boolean>): boolean {
    const value = this.#get(id);
    return typeof value === 'boolean' ? value : settings[id].default;
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
