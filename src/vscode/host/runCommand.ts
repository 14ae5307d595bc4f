// Our own commands, run by their ids.
import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.ts';

export async function runCommand(id: CommandId): Promise<void> {
  await vscode.commands.executeCommand(id);
}
