// Registers the commands that set and clear the API key.
import * as vscode from 'vscode';
import type { Gate } from '../host/gate.ts';
import { KeyCommands } from './keyCommands.ts';

type Services = ConstructorParameters<typeof KeyCommands>[0] & { readonly gate: Gate };

export function registerKey(services: Services): vscode.Disposable {
  const { gate } = services;
  const commands = new KeyCommands(services);
  return vscode.Disposable.from(
    gate.registerCommand('opencodex.setApiKey', () => commands.setApiKey()),
    gate.registerCommand('opencodex.clearApiKey', () => commands.clearApiKey()),
  );
}
