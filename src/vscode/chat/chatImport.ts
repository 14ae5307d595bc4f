// Chats in from files that the user picks: read and added by the store's thread, with progress and Cancel.
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { limits } from '../../shared/limits.ts';
import { importFile, type ImportOutcome } from '../../store/importFile.ts';
import { toStoreError } from '../../store/storeError.ts';
import type { TransferOptions } from './chatTransfer.ts';
import { importedText, refusalText, type ImportedChats } from '../../words/importText.ts';
import { storeProblemSentence } from '../../words/storeProblemSentence.ts';
import { messageOf, showInformation, showProblem, showProgress } from '../host/notices.ts';

const showsProgressAfterMs = 500;

/** What one import shares. */
interface Import extends TransferOptions {
  readonly progress: vscode.Progress<{ readonly message?: string }>;
  readonly signal: AbortSignal;
}

interface ImportResult {
  /** How many chats brought something that was not there. */
  readonly imported: number;
  /** Whether there were others. */
  readonly hasOld?: boolean;
  readonly tellProblem?: () => Promise<void>;
}

/** Asks for files, and adds the chats that are in them; says of files that were not taken why, with a way on. */
export async function importFromFiles(options: TransferOptions): Promise<void> {
  const { t } = options;
  const files = await vscode.window.showOpenDialog({
    title: t('Import Chats'),
    openLabel: t('Import'),
    canSelectMany: true,
    filters: { JSON: ['json'] },
  });
  await importFiles(files ?? [], options);
}

async function importFiles(files: readonly vscode.Uri[], options: TransferOptions): Promise<void> {
  const { t } = options;
  if (files.length > limits.import.files) {
    await chooseAgain(t('At most {0} files can be imported at once.', limits.import.files), options);
    return;
  }
  const problems = await withProgress(options, async (one) => {
    const result = await importAll(files, one);
    const text = importedText(result, t);
    if (text !== undefined) {
      void showInformation(text);
    }
    return result.problems;
  });
  const told = problems.slice(0, limits.import.toldProblems);
  const untold = problems.length - told.length;
  await Promise.all([
    ...told.map((tell) => tell()),
    ...(untold === 0 ? [] : [chooseAgain(t('{0} more files were not imported.', untold), options)]),
  ]);
}

interface ImportedFiles extends ImportedChats {
  readonly problems: (() => Promise<void>)[];
}

/** Shows progress, with Cancel, of what is not done at once: a notification that goes as soon as it came takes the focus from a dialog. */
async function withProgress<T>(options: TransferOptions, run: (one: Import) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  let shown: Import['progress'] | undefined;
  const progress: Import['progress'] = { report: (value) => shown?.report(value) };
  const job = run({ ...options, progress, signal: abort.signal });
  const isDone = await Promise.race([job.then(() => true), setTimeout(showsProgressAfterMs, false, { ref: false })]);
  if (!isDone) {
    await showProgress(options.t('Importing chats'), async (notification, token) => {
      shown = notification;
      const cancellation = token.onCancellationRequested(() => abort.abort());
      try {
        await job;
      } finally {
        cancellation.dispose();
      }
    });
  }
  return job;
}

async function importAll(files: readonly vscode.Uri[], one: Import): Promise<ImportedFiles> {
  let count = 0;
  let hasSomeOld = false;
  const problems: (() => Promise<void>)[] = [];
  for (const file of files) {
    if (one.signal.aborted) {
      break;
    }
    const { imported, hasOld = false, tellProblem } = await importOne(file, one);
    count += imported;
    hasSomeOld ||= hasOld;
    if (tellProblem) {
      problems.push(tellProblem);
    }
  }
  return { count, hasOld: hasSomeOld, problems, isStopped: one.signal.aborted };
}

async function importOne(file: vscode.Uri, one: Import): Promise<ImportResult> {
  const { t, log } = one;
  const name = nameOf(file);
  const refused = (reason: string): ImportResult => ({
    imported: 0,
    tellProblem: () => chooseAgain(t('{0} was not imported: {1}', name, reason), one),
  });
  let outcome: ImportOutcome | 'too-long';
  try {
    outcome = await readAndImport(file, one);
  } catch (error) {
    log.warn(`A file of chats could not be read: ${String(error)}`);
    return refused(messageOf(error));
  }
  if (outcome === 'too-long') {
    return refused(refusalText(outcome, t));
  }
  if (outcome.kind === 'refused') {
    return refused(refusalText(outcome.problem, t));
  }
  const { imported, added, total, failure } = outcome;
  return failure === undefined
    ? { imported: added, hasOld: added < imported }
    : failed({ file, imported, total, failure }, one);
}

async function readAndImport(
  file: vscode.Uri,
  { store, t, progress, signal }: Import,
): Promise<ImportOutcome | 'too-long'> {
  const { size, mtime } = await vscode.workspace.fs.stat(file);
  const bytes = size > limits.import.bytes ? undefined : await vscode.workspace.fs.readFile(file);
  if (bytes === undefined || bytes.length > limits.import.bytes) {
    return 'too-long';
  }
  const name = nameOf(file);
  const onProgress = (imported: number, total: number): void =>
    progress.report({ message: t('{0}: {1} of {2}', name, imported, total) });
  return importFile(store, { path: file.path, modifiedAt: mtime, bytes, signal, onProgress });
}

interface Failure {
  readonly file: vscode.Uri;
  readonly imported: number;
  readonly total: number;
  readonly failure: unknown;
}

/** A chat that is there already is not added again: all of the file can be tried once more. */
function failed({ file, imported, total, failure }: Failure, options: TransferOptions): ImportResult {
  const { t, log } = options;
  const { problem, message } = toStoreError(failure);
  log.warn(`Chats could not be imported (${problem}): ${message}`);
  const sentence = storeProblemSentence(problem, t);
  const text = t('{0} of the {1} chats in {2} were imported. {3}', imported, total, nameOf(file), sentence);
  return { imported: 0, tellProblem: () => showProblem(text, t('Try again'), () => importFiles([file], options)) };
}

function chooseAgain(text: string, options: TransferOptions): Promise<void> {
  return showProblem(text, options.t('Choose another file'), () => importFromFiles(options));
}

function nameOf(file: vscode.Uri): string {
  return file.path.split('/').at(-1) ?? '';
}
