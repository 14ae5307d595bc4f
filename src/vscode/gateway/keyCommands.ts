// Sets and clears the API key. A new key is typed into a password input, and checked against the gateway before it is kept.
import * as vscode from 'vscode';
import { checkBaseUrl } from '../../shared/baseUrl.ts';
import { addressProblemText } from '../../words/connectionText.ts';
import { failureText } from '../../words/failureText.ts';
import { judgeKey, keyFormProblem, type KeyVerdict } from '../../words/keyText.ts';
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
      formProblem: (key) => keyFormProblem(key, baseUrl, localization.t),
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

  /** undefined when the key was kept; else why it was not. */
  async #tryKeep(key: string, baseUrl: string, signal: AbortSignal): Promise<string | undefined> {
    const { keys, localization } = this.#services;
    const { t } = localization;
    const verdict = await this.#check(key, baseUrl, signal);
    if (verdict.kind === 'given-up') {
      return '';
    }
    if (verdict.kind === 'refused') {
      return t('The gateway refused this key: it is invalid, expired or revoked. It was not kept.');
    }
    await keys.keep(baseUrl, key);
    if (verdict.kind === 'works') {
      void showInformation(t('The API key works and is kept for {0}.', hostOf(baseUrl)));
    } else {
      void showWarning(t('The API key is kept, but could not be checked. {0}', verdict.reason));
    }
    return undefined;
  }

  async #check(key: string, baseUrl: string, signal: AbortSignal): Promise<KeyVerdict> {
    const { gateway, errors, localization } = this.#services;
    const client = await gateway.createClient(baseUrl, () => Promise.resolve(key));
    try {
      await client.listModels({ signal });
      return { kind: 'works' };
    } catch (error) {
      return judgeKey(
        error,
        signal.aborted,
        (failure) => failureText(errors.describeFailure(failure), localization).text,
      );
    } finally {
      await client.close();
    }
  }
}

function hostOf(baseUrl: string): string {
  return URL.parse(baseUrl)?.host ?? '…';
}
