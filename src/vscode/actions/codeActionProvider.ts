// The lightbulb: Explain where there are problems or a selection, Refactor on selections of what can be changed.
import * as vscode from 'vscode';
import { whyUnchangeable } from '../edit/changeable.ts';
import { commandIds } from '../host/commands.ts';
import type { Gate } from '../host/gate.ts';
import type { Localization } from '../host/localization.ts';
import type { CodeCommandId } from '../host/rights.ts';
import type { Settings } from '../host/settings.ts';
import type { OfferedCode } from './offeredCode.ts';

const explainKind = vscode.CodeActionKind.Empty.append('explain');
const refactorKind = vscode.CodeActionKind.RefactorRewrite.append('opencodex');

interface Services {
  readonly gate: Gate;
  readonly settings: Settings;
  readonly localization: Localization;
  readonly offered: OfferedCode;
}

export function registerCodeActions({ gate, settings, localization, offered }: Services): vscode.Disposable {
  const { t } = localization;
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, selection, context) {
      if (!settings.isCodeActionsEnabled) {
        return [];
      }
      const action = (title: string, kind: vscode.CodeActionKind, command: CodeCommandId, range: vscode.Range) => {
        const result = new vscode.CodeAction(title, kind);
        result.command = { command, title, arguments: [offered.offer(document, range)] };
        return result;
      };
      const { explainSelection, refactorSelection } = commandIds;
      const actions: vscode.CodeAction[] = [];
      const problem = context.diagnostics[0];
      if (problem) {
        const fix = action(
          t('Explain with OpenCodex'),
          vscode.CodeActionKind.QuickFix,
          explainSelection,
          problem.range,
        );
        fix.diagnostics = [...context.diagnostics];
        actions.push(fix);
      }
      if (!selection.isEmpty) {
        if (!problem) {
          actions.push(action(t('Explain with OpenCodex'), explainKind, explainSelection, selection));
        }
        if (gate.isOpen(refactorSelection) && whyUnchangeable(document) === undefined) {
          actions.push(action(t('Refactor with OpenCodex'), refactorKind, refactorSelection, selection));
        }
      }
      return actions;
    },
  };
  return vscode.languages.registerCodeActionsProvider({ pattern: '**' }, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, explainKind, refactorKind],
  });
}
