// The commands of the chat.
import * as vscode from 'vscode';
import { commandIds } from '../host/commands.ts';
import type { Gate } from '../host/gate.ts';
import type { ChatController } from './chatController.ts';

/** Owns the controller from then on. */
export function registerChat(chat: ChatController, gate: Gate): vscode.Disposable {
  return vscode.Disposable.from(
    chat,
    gate.registerCommand(commandIds.newChat, () => chat.startNewChat()),
    gate.registerCommand(commandIds.openHistory, () => chat.openHistory()),
    gate.registerCommand(commandIds.exportChat, () => chat.exportChat()),
    gate.registerCommand(commandIds.importChats, () => chat.importChats()),
  );
}
