// "Diagnose connection": what the settings say, and what the free endpoints answer, as a page to read or send on.
import * as vscode from 'vscode';
import { redactPatterns } from '../../api/redact.ts';
import type { ErrorMessages } from './errorMessages.ts';
import type { GatewaySource } from './gatewaySource.ts';
import type { Localization } from './localization.ts';
import { readProxySettings } from './proxySettings.ts';
import type { Settings } from './settings.ts';

/** Milliseconds that each step may take. */
const stepLimit = 20_000;

interface Services {
  readonly gateway: GatewaySource;
  readonly settings: Settings;
  readonly localization: Localization;
  readonly errors: ErrorMessages;
  readonly version: string;
}

/** Makes two free requests (models and balance) and opens the report. The key is never part of it. */
export async function diagnoseConnection(services: Services): Promise<void> {
  const { gateway, localization } = services;
  const { t } = localization;
  const report = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t('Checking the connection…') },
    async () => {
      const lines = [...(await describeSettings(services)), ''];
      const { addressProblem } = await gateway.connection();
      if (addressProblem !== undefined) {
        return [...lines, addressProblem];
      }
      const client = await gateway.client();
      lines.push(
        await step(services, t('Model list'), async (signal) =>
          t('{0} models', (await client.listModels({ signal })).length),
        ),
      );
      lines.push(await step(services, t('Balance'), async (signal) => (await client.readBalance({ signal })).kind));
      return lines;
    },
  );
  const content = redactPatterns(report.join('\n'));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
}

async function describeSettings({ gateway, settings, localization, version }: Services): Promise<string[]> {
  const { t } = localization;
  const { hasKey } = await gateway.connection();
  const { url, support, strictSSL } = readProxySettings();
  const proxy = url !== undefined && URL.canParse(url) ? new URL(url).host : t('none');
  return [
    `# OpenCodex ${version}`,
    '',
    `- VS Code ${vscode.version}, Node ${process.versions.node}, ${process.platform}`,
    `- ${t('Base URL')}: ${settings.baseUrl}`,
    `- ${t('API key')}: ${hasKey ? t('kept') : t('none')}`,
    `- ${t('Transport')}: ${settings.transport}`,
    `- ${t('Proxy')}: ${proxy} (http.proxySupport ${support ?? '-'}, http.proxyStrictSSL ${strictSSL === true ? 'on' : 'off'})`,
  ];
}

async function step(
  { errors }: Services,
  name: string,
  run: (signal: AbortSignal) => Promise<string>,
): Promise<string> {
  const startedAt = performance.now();
  const elapsed = (): string => `${Math.round(performance.now() - startedAt)} ms`;
  try {
    return `- ✓ ${name}: ${await run(AbortSignal.timeout(stepLimit))} (${elapsed()})`;
  } catch (error) {
    const { kind, text, detail, requestId } = errors.describeFailure(error);
    const extra = [detail, requestId].filter((part) => part !== undefined && part !== '').join(' · ');
    return `- ✗ ${name}: ${text} [${kind}]${extra === '' ? '' : ` ${extra}`} (${elapsed()})`;
  }
}
