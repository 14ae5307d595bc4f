// The lightbulb: what can be asked about a problem or a selection, as the table of code actions says.
import * as vscode from 'vscode';
import { codeActions, type CodeAction } from '../../contributions/codeActions.ts';
import { whyUnchangeable } from '../edit/changeable.ts';
import type { Gate } from '../host/gate.ts';
import type { Localization } from '../host/localization.ts';
import type { Settings } from '../host/settings.ts';
import type { OfferedCode } from './offeredCode.ts';

interface Services {
  readonly gate: Gate;
  readonly settings: Settings;
  readonly localization: Localization;
  readonly offered: OfferedCode;
}

const rows: readonly CodeAction[] = Object.values(codeActions);

export function registerCodeActions({ gate, settings, localization, offered }: Services): vscode.Disposable {
  const { t } = localization;
  const isPossible = (row: CodeAction, document: vscode.TextDocument): boolean =>
    gate.isOpen(row) && (row.surface === 'chat' || whyUnchangeable(document) === undefined);
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, selection, { diagnostics }) {
      if (!settings.get('codeActions.enabled')) {
        return [];
      }
      const create = (row: CodeAction, kind: vscode.CodeActionKind, range: vscode.Range): vscode.CodeAction => {
        const title = row.lightbulbTitle(t);
        const action = new vscode.CodeAction(title, kind);
        action.command = { command: row.command, title, arguments: [offered.offer(document, range)] };
        return action;
      };
      const [problem] = diagnostics;
      return rows
        .filter((row) => isPossible(row, document))
        .flatMap((row) => {
          if (problem && row.isForProblems) {
            const action = create(row, vscode.CodeActionKind.QuickFix, problem.range);
            action.diagnostics = [...diagnostics];
            return [action];
          }
          return selection.isEmpty ? [] : [create(row, kindOf(row), selection)];
        });
    },
  };
  return vscode.languages.registerCodeActionsProvider({ pattern: '**' }, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, ...rows.map(kindOf)],
  });
}

function kindOf({ kind }: CodeAction): vscode.CodeActionKind {
  return vscode.CodeActionKind.Empty.append(kind);
}
