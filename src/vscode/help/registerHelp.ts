// Registers the commands that help to find a fault.
import * as vscode from 'vscode';
import type { diagnoseConnection } from './diagnose.ts';
import type { Gate } from '../host/gate.ts';
import type { OutputLog } from '../host/outputLog.ts';

type Services = Parameters<typeof diagnoseConnection>[0] & { readonly log: OutputLog; readonly gate: Gate };

export function registerHelp(services: Services): vscode.Disposable {
  const { gate } = services;
  return vscode.Disposable.from(
    gate.registerCommand('opencodex.diagnoseConnection', async () => {
      const { diagnoseConnection: diagnose } = await import('../onDemand.ts');
      await diagnose(services);
    }),
    gate.registerCommand('opencodex.showLog', () => services.log.show()),
  );
}
