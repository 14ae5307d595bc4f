// The language of our texts: the setting, else VS Code's own. English needs no file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { createTranslate, type Translate, type Translations } from '../../shared/translate.ts';
import { parseJson, isRecord } from '../../shared/json.ts';
import type { Settings } from './settings.ts';

export type Language = 'en' | 'id' | 'zh-cn';

export class Localization implements vscode.Disposable {
  readonly #extensionPath: string;
  readonly #settings: Settings;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #language: Language = 'en';
  #translations: Translations = {};
  #translate = createTranslate({});

  readonly onDidChange = this.#changed.event;

  /** Always the current language: hold on to it freely. */
  readonly t: Translate = (text, ...values) => this.#translate(text, ...values);

  constructor(extensionPath: string, settings: Settings) {
    this.#extensionPath = extensionPath;
    this.#settings = settings;
    this.#load();
    this.#subscription = settings.onDidChange(() => {
      if (this.#wanted() !== this.#language) {
        this.#load();
        this.#changed.fire();
      }
    });
  }

  get language(): Language {
    return this.#language;
  }

  get translations(): Translations {
    return this.#translations;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #wanted(): Language {
    const language = this.#settings.get('language');
    return language === 'auto' ? supported(vscode.env.language) : language;
  }

  #load(): void {
    this.#language = this.#wanted();
    this.#translations = this.#language === 'en' ? {} : this.#read(this.#language);
    this.#translate = createTranslate(this.#translations);
  }

  #read(language: Language): Translations {
    const file = join(this.#extensionPath, 'l10n', `bundle.l10n.${language}.json`);
    const content = parseJson(readFileSync(file, 'utf8'));
    const entries = isRecord(content) ? Object.entries(content) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  }
}

function supported(tag: string): Language {
  const lowered = tag.toLowerCase();
  if (lowered === 'id' || lowered.startsWith('id-')) {
    return 'id';
  }
  return lowered.startsWith('zh') && !/tw|hk|mo|hant/.test(lowered) ? 'zh-cn' : 'en';
}
