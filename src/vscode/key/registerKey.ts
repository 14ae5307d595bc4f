// The commands of the key.
import * as vscode from 'vscode';
import { commandIds, registerCommand } from '../host/commands.ts';
import { KeyCommands } from './keyCommands.ts';

export function registerKey(services: ConstructorParameters<typeof KeyCommands>[0]): vscode.Disposable {
  const commands = new KeyCommands(services);
  return vscode.Disposable.from(
    registerCommand(commandIds.setApiKey, () => commands.setApiKey()),
    registerCommand(commandIds.clearApiKey, () => commands.clearApiKey()),
  );
}
