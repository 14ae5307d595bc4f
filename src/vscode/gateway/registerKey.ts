// Registers the commands that set and clear the API key.
import * as vscode from 'vscode';
import type { Gate } from '../host/gate.ts';
import type { KeyCommands } from './keyCommands.ts';

type Services = ConstructorParameters<typeof KeyCommands>[0] & { readonly gate: Gate };

export function registerKey(services: Services): vscode.Disposable {
  const { gate } = services;
  const commands = async (): Promise<KeyCommands> => {
    const { KeyCommands: Commands } = await import('../onDemand.ts');
    return new Commands(services);
  };
  return vscode.Disposable.from(
    gate.registerCommand('opencodex.setApiKey', async () => (await commands()).setApiKey()),
    gate.registerCommand('opencodex.clearApiKey', async () => (await commands()).clearApiKey()),
  );
}
