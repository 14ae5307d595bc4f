// Our own commands, run by their ids.
import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.ts';

/** Gives what the command gives: whether the user has done what it is for, where it asks for something. */
export function runCommand(id: CommandId): Thenable<unknown> {
  return vscode.commands.executeCommand(id);
}
