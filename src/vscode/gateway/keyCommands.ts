// Sets and clears the API key. A new key is typed into a password input, and checked against the gateway before it is kept.
import * as vscode from 'vscode';
import { checkBaseUrl, defaultBaseUrl } from '../../shared/baseUrl.ts';
import { isGatewayFailure } from '../../shared/gateway.ts';
import { failureText } from '../../words/failureText.ts';
import { addressProblemText } from '../../words/connectionText.ts';
import type { GatewaySource } from './gatewaySource.ts';
import type { Localization } from '../host/localization.ts';
import { openSettings } from '../host/openSettings.ts';
import type { Settings } from '../host/settings.ts';
import type { Failures } from '../../words/failures.ts';
import type { ApiKeyStore } from './apiKeyStore.ts';
import { keyFromEnvironment, keyVariable } from './environmentKey.ts';
import { promptForKey } from './keyPrompt.ts';
import { showInformation, showProblem, showWarning } from '../host/notices.ts';

interface Services {
  readonly settings: Settings;
  readonly keys: ApiKeyStore;
  readonly gateway: GatewaySource;
  readonly localization: Localization;
  readonly errors: Failures;
}

export class KeyCommands {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Asks for a key until one is kept or the user gives up. Returns whether one was kept. */
  async setApiKey(): Promise<boolean> {
    const { settings, localization } = this.#services;
    const { baseUrl } = settings;
    const check = checkBaseUrl(baseUrl);
    if (check.kind === 'refused') {
      const problem = addressProblemText(check.reason, localization.t);
      await showProblem(problem, localization.t('Open settings'), () => openSettings('baseUrl'));
      return false;
    }
    const offered = await this.#offerEnvironmentKey(baseUrl);
    if (offered === 'cancelled') {
      return false;
    }
    return promptForKey({
      t: localization.t,
      initialValue: offered ?? '',
      host: new URL(baseUrl).host,
      formProblem: (key) => this.#formProblem(key, baseUrl),
      tryKeep: (key, signal) => this.#tryKeep(key, baseUrl, signal),
    });
  }

  async clearApiKey(): Promise<void> {
    const { settings, keys, localization } = this.#services;
    const { t } = localization;
    const clear = t('Clear Key');
    const { baseUrl } = settings;
    const question = t('Clear the API key kept for {0}?', hostOf(baseUrl));
    if ((await showWarning(question, { modal: true }, clear)) === clear) {
      await keys.clear(baseUrl);
    }
  }

  /**
   * Offers a key of the environment, and never takes it silently. The offer says where the key would be sent, and on a remote machine
   * where it comes from. Returns the key, or `cancelled`; undefined where the user wants to enter another one.
   */
  async #offerEnvironmentKey(baseUrl: string): Promise<string | undefined> {
    const offered = keyFromEnvironment(process.env, baseUrl);
    if (offered === undefined) {
      return undefined;
    }
    const { t } = this.#services.localization;
    const { key, host, ending } = offered;
    const { remoteName } = vscode.env;
    const useIt = {
      label: t('Use the key from {0}', keyVariable),
      description: ending === '' ? t('for {0}', host) : t('for {0}, ends with “{1}”', host, ending),
      ...(remoteName === undefined
        ? {}
        : { detail: t('It is set where this window works ({0}), perhaps by the repository itself.', remoteName) }),
    };
    const enter = { label: t('Enter another key') };
    const choice = await vscode.window.showQuickPick([useIt, enter], { title: t('Set API Key') });
    if (choice === undefined) {
      return 'cancelled';
    }
    return choice === useIt ? key : undefined;
  }

  #formProblem(key: string, baseUrl: string): string | undefined {
    const { t } = this.#services.localization;
    if (/[^\x21-\x7e]/.test(key)) {
      return t('A key has no spaces or special characters. Was something else pasted?');
    }
    if (baseUrl === defaultBaseUrl && !key.startsWith('sk-live-')) {
      return t('An OpenCodex key begins with sk-live-.');
    }
    return undefined;
  }

  /** Checks the key and keeps it unless it is refused. Returns undefined when it was kept, else the reason; empty text after an abort. */
  async #tryKeep(key: string, baseUrl: string, signal: AbortSignal): Promise<string | undefined> {
    const { keys, gateway, localization, errors } = this.#services;
    const { t } = localization;
    const client = await gateway.createClient(baseUrl, () => Promise.resolve(key));
    let doubt: string | undefined;
    try {
      await client.listModels({ signal });
    } catch (error) {
      if (signal.aborted) {
        return '';
      }
      if (isGatewayFailure(error) && error.kind === 'invalid-key') {
        return t('The gateway refused this key: it is invalid, expired or revoked. It was not kept.');
      }
      doubt = failureText(errors.describeFailure(error), localization).text;
    } finally {
      await client.close();
    }
    await keys.keep(baseUrl, key);
    if (doubt === undefined) {
      void showInformation(t('The API key works and is kept for {0}.', hostOf(baseUrl)));
    } else {
      void showWarning(t('The API key is kept, but could not be checked. {0}', doubt));
    }
    return undefined;
  }
}

function hostOf(baseUrl: string): string {
  return URL.parse(baseUrl)?.host ?? '…';
}
