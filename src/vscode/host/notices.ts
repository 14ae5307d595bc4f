// Notifications and questions. VS Code makes links of `[words](command:…)` in notifications, and such a link runs the command: so
// everything that is shown passes here, for names of files, models and pieces come from others.
import * as vscode from 'vscode';
import type { Translate } from '../../shared/translate.ts';
import { runCommand } from './runCommand.ts';

/** The same words, of which VS Code makes no link. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

type Rest = readonly (vscode.MessageOptions | string)[];

/** Resolves to the button that was pressed. Options come before the buttons. */
export function showInformation(text: string, ...rest: Rest): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(withoutLinks(text), optionsIn(rest), ...buttonsIn(rest));
}

/** As `showInformation`. */
export function showWarning(text: string, ...rest: Rest): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(withoutLinks(text), optionsIn(rest), ...buttonsIn(rest));
}

/** As `showInformation`. */
export function showError(text: string, ...rest: Rest): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(withoutLinks(text), optionsIn(rest), ...buttonsIn(rest));
}

/** What went wrong, with the way on as a button (product.md, "Errors"). Waits for the user; does `go` where the button is pressed. */
export async function showProblem(text: string, wayOn: string, go: () => unknown): Promise<void> {
  if ((await showError(text, wayOn)) === wayOn) {
    await go();
  }
}

/** A problem about which the log says more. */
export function showLoggedProblem(text: string, t: Translate): Promise<void> {
  return showProblem(text, t('Show log'), () => runCommand('opencodex.showLog'));
}

/** The words of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

type Progress = vscode.Progress<{ readonly message: string }>;

/** Shows a notification with Cancel until the job is done. */
export function showProgress<Result>(
  title: string,
  job: (progress: Progress, token: vscode.CancellationToken) => Thenable<Result>,
): Thenable<Result> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: withoutLinks(title), cancellable: true },
    (progress, token) => job({ report: ({ message }) => progress.report({ message: withoutLinks(message) }) }, token),
  );
}

function optionsIn(rest: Rest): vscode.MessageOptions {
  return rest.find((item) => typeof item !== 'string') ?? {};
}

function buttonsIn(rest: Rest): readonly string[] {
  return rest.filter((item) => typeof item === 'string');
}
