// The lightbulb: Explain where there are problems or a selection, Refactor on selections.
import * as vscode from 'vscode';
import { commandIds, type CommandId } from '../host/commands.ts';
import type { Localization } from '../host/localization.ts';
import type { Settings } from '../host/settings.ts';

const explainKind = vscode.CodeActionKind.Empty.append('explain');
const refactorKind = vscode.CodeActionKind.RefactorRewrite.append('opencodex');

export function registerCodeActions(settings: Settings, localization: Localization): vscode.Disposable {
  const { t } = localization;
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range, context) {
      if (!settings.isCodeActionsEnabled) {
        return [];
      }
      const actions: vscode.CodeAction[] = [];
      const problem = context.diagnostics[0];
      if (problem) {
        const fix = action(t('Explain with OpenCodex'), vscode.CodeActionKind.QuickFix, commandIds.explainSelection, {
          document,
          range: problem.range,
        });
        fix.diagnostics = [...context.diagnostics];
        actions.push(fix);
      }
      if (!range.isEmpty) {
        const target = { document, range };
        if (!problem) {
          actions.push(action(t('Explain with OpenCodex'), explainKind, commandIds.explainSelection, target));
        }
        if (vscode.workspace.isTrusted) {
          actions.push(action(t('Refactor with OpenCodex'), refactorKind, commandIds.refactorSelection, target));
        }
      }
      return actions;
    },
  };
  return vscode.languages.registerCodeActionsProvider({ pattern: '**' }, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, explainKind, refactorKind],
  });
}

function action(
  title: string,
  kind: vscode.CodeActionKind,
  command: CommandId,
  target: { readonly document: vscode.TextDocument; readonly range: vscode.Range },
): vscode.CodeAction {
  const result = new vscode.CodeAction(title, kind);
  result.command = { command, title, arguments: [target.document.uri, target.range] };
  return result;
}
