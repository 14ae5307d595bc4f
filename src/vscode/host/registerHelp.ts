// The commands for when something is wrong.
import * as vscode from 'vscode';
import { commandIds, registerCommand } from './commands.ts';
import type { diagnoseConnection } from './diagnose.ts';
import type { OutputLog } from './outputLog.ts';

export function registerHelp(
  services: Parameters<typeof diagnoseConnection>[0] & { readonly log: OutputLog },
): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(commandIds.diagnoseConnection, async () => {
      const { diagnoseConnection: diagnose } = await import('./diagnose.ts');
      await diagnose(services);
    }),
    registerCommand(commandIds.showLog, () => services.log.show()),
  );
}
