// Asks in the chat about code, which is attached.
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { CodeAction } from '../../contributions/codeActions.ts';
import type { Selection } from '../../context/selection.ts';
import type { Feature } from '../../shared/credits.ts';
import type { Translate } from '../../shared/translate.ts';
import type { ChatController } from '../chat/chatController.ts';
import type { CodeTarget } from '../host/codeTarget.ts';
import { showWarning } from '../host/notices.ts';

type Question = Extract<CodeAction, { surface: 'chat' }>;

interface Asking {
  readonly chat: ChatController;
  readonly t: Translate;
  readonly feature: Feature;
}

export async function askAbout(target: CodeTarget, action: Question, { chat, t, feature }: Asking): Promise<void> {
  if (chat.isBusy && !(await offerToStop(chat, t))) {
    return;
  }
  const problems = problemsIn(target);
  const question = problems === '' ? action.question(t) : `${action.questionOnProblems(t)}\n\n${problems}`;
  await chat.ask(question, [toAttachment(target)], feature);
}

/** One answer at a time: the user decides whether the one under way ends here. */
async function offerToStop(chat: ChatController, t: Translate): Promise<boolean> {
  const stop = t('Stop It');
  const choice = await showWarning(t('Another answer is still being written.'), stop);
  if (choice !== stop) {
    return false;
  }
  await chat.stop();
  return true;
}

function problemsIn({ document, range }: CodeTarget): string {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter((diagnostic) => diagnostic.severity <= vscode.DiagnosticSeverity.Warning)
    .filter((diagnostic) => range.intersection(diagnostic.range) !== undefined)
    .map((diagnostic) => `- ${diagnostic.range.start.line + 1}: ${diagnostic.message}`)
    .join('\n');
}

function toAttachment({ document, range }: CodeTarget): Selection {
  const lastLine = range.end.character === 0 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line;
  const lines = new vscode.Range(range.start.line, 0, lastLine, document.lineAt(lastLine).range.end.character);
  return {
    id: randomUUID(),
    kind: 'selection',
    label: vscode.workspace.asRelativePath(document.uri),
    uri: document.uri.toString(),
    languageId: document.languageId,
    startLine: lines.start.line + 1,
    endLine: lastLine + 1,
    text: document.getText(lines),
  };
}
