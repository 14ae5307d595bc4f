// Our settings, read and checked. package.json declares the same ids; test/unit/manifest.test.ts compares.
import * as vscode from 'vscode';
import { readContextWindows, type ContextWindowSettings } from '../../api/contextWindow.ts';
import type { RequestSettings } from '../../chat/ports.ts';
import { defaultBaseUrl } from '../../shared/baseUrl.ts';
import { toSafeUrl } from '../../shared/links.ts';

const defaultDashboardUrl = 'https://opencodex.hk';

/** Node takes a longer time for 1 ms. */
const longestTimerMs = 2 ** 31 - 1;

const settingIds = {
  baseUrl: 'baseUrl',
  dashboardUrl: 'dashboardUrl',
  model: 'model',
  modelContextWindows: 'modelContextWindows',
  readModelList: 'readModelList',
  maxTokens: 'maxTokens',
  temperature: 'temperature',
  topP: 'topP',
  stop: 'stop',
  systemPrompt: 'systemPrompt',
  transport: 'network.transport',
  firstByteTimeout: 'network.firstByteTimeout',
  idleTimeout: 'network.idleTimeout',
  balanceRefreshInterval: 'balance.refreshInterval',
  balanceWarnBelow: 'balance.warnBelow',
  budgetPerMessage: 'budget.perMessage',
  budgetPerChat: 'budget.perChat',
  budgetPerDay: 'budget.perDay',
  codeActionsEnabled: 'codeActions.enabled',
  chatFontSize: 'chat.fontSize',
  language: 'language',
} as const;

type SettingId = (typeof settingIds)[keyof typeof settingIds];

const transports = ['auto', 'direct', 'editor'] as const;
export type TransportSetting = (typeof transports)[number];

const languages = ['auto', 'en', 'id', 'zh-cn'] as const;
export type LanguageSetting = (typeof languages)[number];

/** Every getter reads anew. A value of the wrong type counts as not set. */
export class Settings implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.ConfigurationChangeEvent>();
  readonly #subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('opencodex') || event.affectsConfiguration('http')) {
      this.#changed.fire(event);
    }
  });

  /** Fires for our settings and for VS Code's `http` ones. */
  readonly onDidChange = this.#changed.event;

  /** Only the user's own value counts: a workspace must never send the key elsewhere. */
  get baseUrl(): string {
    return this.#userText(settingIds.baseUrl, defaultBaseUrl);
  }

  /** An address of the web. */
  get dashboardUrl(): string {
    const url = toSafeUrl(this.#userText(settingIds.dashboardUrl, defaultDashboardUrl));
    return url !== undefined && /^https?:/.test(url) ? url : defaultDashboardUrl;
  }

  get model(): string {
    return this.#text(settingIds.model) ?? 'deepseek-chat';
  }

  get modelContextWindows(): ContextWindowSettings {
    return readContextWindows(this.#get(settingIds.modelContextWindows));
  }

  get isModelListRead(): boolean {
    return this.#get(settingIds.readModelList) !== false;
  }

  get request(): RequestSettings {
    return {
      systemPrompt: this.#text(settingIds.systemPrompt) ?? '',
      maxTokens: this.#number(settingIds.maxTokens),
      temperature: this.#number(settingIds.temperature),
      topP: this.#number(settingIds.topP),
      stop: this.#stop,
    };
  }

  /** The system prompt where it is not the user's own but the workspace's. */
  get workspaceSystemPrompt(): string | undefined {
    const id = settingIds.systemPrompt;
    const { workspaceFolderValue, workspaceValue } =
      vscode.workspace.getConfiguration('opencodex').inspect<unknown>(id) ?? {};
    const ofWorkspace = workspaceFolderValue ?? workspaceValue;
    const inForce = this.#text(id);
    return typeof ofWorkspace === 'string' && ofWorkspace.trim() === inForce ? inForce : undefined;
  }

  get transport(): TransportSetting {
    const value = this.#get(settingIds.transport);
    return transports.find((transport) => transport === value) ?? 'auto';
  }

  /** Milliseconds. */
  get timeouts(): { readonly firstByte: number; readonly idle: number } {
    return {
      firstByte: (this.#number(settingIds.firstByteTimeout) ?? 120) * 1000,
      idle: (this.#number(settingIds.idleTimeout) ?? 90) * 1000,
    };
  }

  /** Milliseconds; 0 reads only after requests. */
  get balanceRefreshInterval(): number {
    return Math.min(longestTimerMs, Math.max(0, this.#number(settingIds.balanceRefreshInterval) ?? 5) * 60_000);
  }

  get balanceWarnBelow(): number {
    return this.#number(settingIds.balanceWarnBelow) ?? 0;
  }

  /** Credits; 0 is no limit. */
  get budgets(): { readonly perMessage: number; readonly perChat: number; readonly perDay: number } {
    const limit = (id: SettingId): number => Math.max(0, this.#number(id) ?? 0);
    return {
      perMessage: limit(settingIds.budgetPerMessage),
      perChat: limit(settingIds.budgetPerChat),
      perDay: limit(settingIds.budgetPerDay),
    };
  }

  get isCodeActionsEnabled(): boolean {
    return this.#get(settingIds.codeActionsEnabled) !== false;
  }

  get chatFontSize(): number {
    return this.#number(settingIds.chatFontSize) ?? 0;
  }

  get language(): LanguageSetting {
    const value = this.#get(settingIds.language);
    return languages.find((language) => language === value) ?? 'auto';
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  get #stop(): readonly string[] | undefined {
    const value = this.#get(settingIds.stop);
    const texts = Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item !== '') : [];
    return texts.length === 0 ? undefined : texts;
  }

  #get(id: SettingId): unknown {
    return vscode.workspace.getConfiguration('opencodex').get<unknown>(id);
  }

  #text(id: SettingId): string | undefined {
    const value = this.#get(id);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  }

  #number(id: SettingId): number | undefined {
    const value = this.#get(id);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }

  #userText(id: SettingId, fallback: string): string {
    const value = vscode.workspace.getConfiguration('opencodex').inspect<unknown>(id)?.globalValue;
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : fallback;
  }
}
