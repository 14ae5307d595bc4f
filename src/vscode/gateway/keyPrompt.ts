// The password input for the key. It stays open, with what was typed, until a key is kept or the user closes it.
import * as vscode from 'vscode';
import type { Translate } from '../../shared/translate.ts';
import { messageOf, withoutLinks } from '../host/notices.ts';

interface KeyPromptOptions {
  readonly t: Translate;
  readonly initialValue: string;
  readonly host: string;
  /** Says what is wrong with the form of the key, before the gateway is asked; undefined where it is right. */
  readonly formProblem: (key: string) => string | undefined;
  /** Checks and keeps the key. Resolves to what is wrong with it, or to undefined once it is kept. */
  readonly tryKeep: (key: string, signal: AbortSignal) => Promise<string | undefined>;
}

/** Resolves to true once a key is kept, and to false when the user closes the input. */
export function promptForKey(options: KeyPromptOptions): Promise<boolean> {
  const { t } = options;
  const input = vscode.window.createInputBox();
  const abort = new AbortController();
  input.title = t('Set API Key');
  input.prompt = t('Key for {0}. Create a separate key for VS Code, so that you can revoke it alone.', options.host);
  input.placeholder = 'sk-live-…';
  input.password = true;
  input.ignoreFocusOut = true;
  input.value = options.initialValue;
  return new Promise((resolve) => {
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    });
    input.onDidAccept(async () => {
      const isKept = await accept(input, options, abort.signal);
      if (isKept) {
        resolve(true);
        input.hide();
      }
    });
    input.onDidHide(() => {
      abort.abort();
      input.dispose();
      resolve(false);
    });
    input.show();
  });
}

async function accept(input: vscode.InputBox, options: KeyPromptOptions, signal: AbortSignal): Promise<boolean> {
  const key = input.value.trim();
  if (key === '' || input.busy) {
    return false;
  }
  const formProblem = options.formProblem(key);
  if (formProblem !== undefined) {
    input.validationMessage = formProblem;
    return false;
  }
  input.busy = true;
  input.enabled = false;
  try {
    const problem = await options.tryKeep(key, signal);
    input.validationMessage = problem === undefined ? undefined : withoutLinks(problem);
    return problem === undefined;
  } catch (error) {
    input.validationMessage = withoutLinks(messageOf(error));
    return false;
  } finally {
    input.busy = false;
    input.enabled = true;
  }
}
