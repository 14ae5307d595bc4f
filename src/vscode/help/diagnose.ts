// Runs "Diagnose Connection": it reports layer by layer, and times a paid answer where the user agrees to it.
import * as vscode from 'vscode';
import type { ClientOptions } from '../../api/client.ts';
import type { DiagnosisStep } from '../../shared/diagnosis.ts';
import { redactPatterns } from '../../api/redact.ts';
import { runTurn, type TurnClient } from '../../turn/runTurn.ts';
import { TurnRecord } from '../../turn/turnRecord.ts';
import type { MeteredGateway } from '../credits/meteredGateway.ts';
import type { ApiKeyStore } from '../gateway/apiKeyStore.ts';
import type { ModelCatalog } from '../../models/modelCatalog.ts';
import type { ModelSelection } from '../models/modelSelection.ts';
import { describeStep, layerName } from '../../words/diagnosisReport.ts';
import type { Failures } from '../../words/failures.ts';
import type { GatewaySource } from '../gateway/gatewaySource.ts';
import type { Localization } from '../host/localization.ts';
import type { Settings } from '../host/settings.ts';
import { showInformation, showProgress } from '../host/notices.ts';

interface Services {
  readonly gateway: GatewaySource;
  readonly settings: Settings;
  readonly keys: ApiKeyStore;
  readonly catalog: ModelCatalog;
  readonly selection: ModelSelection;
  readonly localization: Localization;
  readonly errors: Failures;
  readonly metered: MeteredGateway;
  readonly version: string;
}

/**
 * Makes two free requests (models and balance) and opens the report, then asks before it makes a paid one. The report never contains the
 * key.
 */
export async function diagnoseConnection(services: Services): Promise<void> {
  const { gateway, settings, keys, localization, errors, version } = services;
  const { t } = localization;
  const { baseUrl } = settings;
  const options = gateway.clientOptions(baseUrl, () => keys.get(baseUrl));
  const words = { t, numbers: localization.numbers, errors };
  const { steps, isCancelled } = await takeSteps(options, localization);
  const document = await vscode.workspace.openTextDocument({
    language: 'markdown',
    content: redactPatterns(
      [
        `# OpenCodex ${version}`,
        '',
        `- VS Code ${vscode.version}, Node ${process.versions.node}, ${process.platform}`,
        ...steps.flatMap((step) => describeStep(step, words)),
        ...(isCancelled ? ['', t('Cancelled.')] : []),
        '',
      ].join('\n'),
    ),
  });
  await vscode.window.showTextDocument(document);
  if (isCancelled || !isWorthAnAnswer(steps)) {
    return;
  }
  const model = await askForModel(services);
  const step = model === undefined ? undefined : await timeAnswer(options, model, services);
  if (step !== undefined) {
    await append(document, redactPatterns(describeStep(step, words).join('\n')));
  }
}

interface Progress {
  readonly signal: AbortSignal;
  readonly report: (message: string) => void;
}

/** Shows a notification with Cancel while the job runs. */
function withCancel<Result>(title: string, job: (progress: Progress) => Promise<Result>): Thenable<Result> {
  return showProgress(title, async (progress, token) => {
    const abort = new AbortController();
    const cancellation = token.onCancellationRequested(() => abort.abort());
    try {
      return await job({ signal: abort.signal, report: (message) => progress.report({ message }) });
    } finally {
      cancellation.dispose();
    }
  });
}

/** The steps that were taken until the end, or until the user cancelled. */
function takeSteps(
  options: ClientOptions,
  { t }: Localization,
): Thenable<{ readonly steps: readonly DiagnosisStep[]; readonly isCancelled: boolean }> {
  return withCancel(t('Checking the connection…'), async ({ signal, report }) => {
    const { diagnoseConnection: diagnose } = await import('../../api/diagnosis/diagnose.ts');
    const steps: DiagnosisStep[] = [];
    try {
      for await (const step of diagnose(options, { signal })) {
        steps.push(step);
        report(layerName(step.layer, t));
      }
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    }
    return { steps, isCancelled: signal.aborted };
  });
}

/** A test answer is worth its credits where the gateway responds, even if it has no list of models or no balance. */
function isWorthAnAnswer(steps: readonly DiagnosisStep[]): boolean {
  const isReached = steps.some(({ layer, state }) => layer === 'balance' && state !== 'skipped');
  return (
    isReached && steps.every(({ layer, state }) => state !== 'failed' || layer === 'models' || layer === 'balance')
  );
}

/** Asks first by a notification, so that the report can be read, then by a list whose first item is free, in case Enter is pressed. */
async function askForModel({ catalog, selection, localization }: Services): Promise<string | undefined> {
  const { t } = localization;
  const choose = t('Choose a Model…');
  const question = t('Time a short test answer, too? It costs credits.');
  if ((await showInformation(question, choose)) !== choose) {
    return undefined;
  }
  await catalog.load();
  const ids = new Set([selection.current, ...catalog.models.map(({ id }) => id)]);
  const items = [{ label: t('Skip'), model: undefined }, ...[...ids].map((id) => ({ label: id, model: id }))];
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Test answer'),
    placeHolder: t('A short test answer costs credits. On which model?'),
  });
  return picked?.model;
}

/** Undefined when the user cancels. */
function timeAnswer(options: ClientOptions, model: string, services: Services): Thenable<DiagnosisStep | undefined> {
  const { t } = services.localization;
  return withCancel(t('Waiting for a test answer of {0}…', model), async ({ signal }) => {
    const { diagnoseAnswer } = await import('../../api/diagnosis/answerStep.ts');
    try {
      return await diagnoseAnswer(options, {
        model,
        signal,
        run: async (via, request, stepSignal) => {
          const record = new TurnRecord(request, () => performance.now());
          const client = async (): Promise<TurnClient> => (await services.metered.meter()).through(via);
          await runTurn({ record, client, purpose: { feature: 'diagnose' }, signal: stepSignal });
          return record;
        },
      });
    } catch (error) {
      if (signal.aborted) {
        return undefined;
      }
      throw error;
    }
  });
}

/** Appends to the report, or opens another document where the report was closed meanwhile. */
async function append(report: vscode.TextDocument, text: string): Promise<void> {
  if (report.isClosed) {
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: 'markdown', content: text }),
    );
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.insert(report.uri, report.lineAt(report.lineCount - 1).range.end, `${text}\n`);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(report);
}
