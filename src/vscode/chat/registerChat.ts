// The commands of the chat.
import * as vscode from 'vscode';
import type { Gate } from '../host/gate.ts';
import type { ChatController } from './chatController.ts';

/** Owns the controller from then on. */
export function registerChat(chat: ChatController, gate: Gate): vscode.Disposable {
  return vscode.Disposable.from(
    chat,
    gate.registerCommand('opencodex.newChat', () => chat.startNewChat()),
    gate.registerCommand('opencodex.openHistory', () => chat.openHistory()),
    gate.registerCommand('opencodex.exportChat', () => chat.exportChat()),
    gate.registerCommand('opencodex.importChats', () => chat.importChats()),
  );
}
