// The gate that every command, and every message of our pages, passes: it goes by the tables of rights. What a caller hands to a command gives it
// nothing: code goes out only where the user has it in front of them or chose it in our lightbulb.
import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { CodeAction } from '../../contributions/codeActions.ts';
import { codeActionRights, commands, type PlainCommandId } from '../../contributions/commands.ts';
import type { Rights } from '../../shared/rights.ts';
import type { Translate } from '../../shared/translate.ts';
import { limits } from '../../shared/limits.ts';
import { contextLines } from '../../edit/editPrompt.ts';
import { looksSecret } from '../../shared/secretFiles.ts';
import { findSecret } from '../../shared/secrets.ts';
import { reasonsToAsk } from '../../words/sendQuestion.ts';
import type { CodeTarget, FindCode, FoundCode } from './codeTarget.ts';
import { rightsOf, type PageMessageType } from '../../protocol/rights.ts';
import { showInformation, showWarning } from './notices.ts';

export class Gate {
  readonly #t: Translate;

  constructor(t: Translate) {
    this.#t = t;
  }

  /** Whether the action may be offered at all. */
  isOpen({ surface }: CodeAction): boolean {
    return isTrustEnough(codeActionRights[surface]);
  }

  /**
   * Whatever menus, links and other extensions pass is dropped. `act` may give, or promise, whether the user has done what the command
   * is for.
   */
  registerCommand(id: PlainCommandId, act: () => unknown): vscode.Disposable {
    return vscode.commands.registerCommand(id, () => this.#admit(commands[id].rights, act));
  }

  registerCodeAction(
    { command, surface }: CodeAction,
    find: FindCode,
    act: (code: CodeTarget) => unknown,
  ): vscode.Disposable {
    const rights = codeActionRights[surface];
    return vscode.commands.registerCommand(command, (...passed: readonly unknown[]) =>
      this.#admit(rights, async () => {
        const found = await find(passed);
        if (!found) {
          await showInformation(this.#t('Select some code, or put the cursor on it.'));
        } else if (await this.#maySend(found, rights)) {
          await act(found.target);
        }
      }),
    );
  }

  /** Does what a message asks for, where it may. */
  async admit(type: PageMessageType, act: () => unknown): Promise<void> {
    const rights = rightsOf(type);
    if (rights) {
      await this.#admit(rights, act);
    }
  }

  #admit(rights: Rights, act: () => unknown): unknown {
    return isTrustEnough(rights) ? act() : this.#refuse();
  }

  async #refuse(): Promise<void> {
    const manage = this.#t('Manage Workspace Trust');
    const text = this.#t('Changing code is off in Restricted Mode.');
    if ((await showWarning(text, manage)) === manage) {
      await vscode.commands.executeCommand('workbench.trust.manage');
    }
  }

  /** Asks where there is a reason to. */
  async #maySend({ target, isOwnDoing }: FoundCode, rights: Rights): Promise<boolean> {
    const t = this.#t;
    const { uri } = target.document;
    const { length } = target.document.getText(target.range);
    const secret = findSecret(sentOf(target, rights.changesCode));
    const hasSecretName = await isSecret(uri);
    const reasons = reasonsToAsk({ hasSecretName, secret, length, isOwnDoing }, rights, t);
    if (reasons.length === 0) {
      return true;
    }
    const send = t('Send');
    const question = t('Send code of {0} to the model?', vscode.workspace.asRelativePath(uri));
    const detail = reasons.join('\n');
    return (await showWarning(question, { modal: true, detail }, send)) === send;
  }
}

function isTrustEnough({ needsTrust }: Rights): boolean {
  return !needsTrust || vscode.workspace.isTrusted;
}

/** By its own name, or by that of the file to which it is a link. */
async function isSecret(uri: vscode.Uri): Promise<boolean> {
  if (looksSecret(uri.path)) {
    return true;
  }
  return uri.scheme === 'file' && looksSecret(await realpath(uri.fsPath).catch(() => ''));
}

/** What goes out at most, as far as it is sent without a question: code that is to be changed goes with the lines around it. */
function sentOf({ document, range }: CodeTarget, changesCode: boolean): string {
  const { start, end } = range;
  const wider = new vscode.Range(Math.max(0, start.line - contextLines), 0, end.line + contextLines + 1, 0);
  return document.getText(changesCode ? wider : range).slice(0, limits.code.unasked);
}
