// The ids of our commands. package.json lists the same ones; test/unit/manifest.test.ts compares.
import * as vscode from 'vscode';

export const commandIds = {
  newChat: 'opencodex.newChat',
  openHistory: 'opencodex.openHistory',
  exportChat: 'opencodex.exportChat',
  importChats: 'opencodex.importChats',
  setApiKey: 'opencodex.setApiKey',
  clearApiKey: 'opencodex.clearApiKey',
  selectModel: 'opencodex.selectModel',
  checkBalance: 'opencodex.checkBalance',
  showBalanceMenu: 'opencodex.showBalanceMenu',
  showSpend: 'opencodex.showSpend',
  topUp: 'opencodex.topUp',
  explainSelection: 'opencodex.explainSelection',
  refactorSelection: 'opencodex.refactorSelection',
  acceptEdit: 'opencodex.acceptEdit',
  rejectEdit: 'opencodex.rejectEdit',
  diagnoseConnection: 'opencodex.diagnoseConnection',
  showLog: 'opencodex.showLog',
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/**
 * Arguments come from menus, keybindings and other extensions: unknown until the handler has checked them. A handler may give, or
 * promise, whether the user has done what the command is for.
 */
export function registerCommand(id: CommandId, handler: (...values: readonly unknown[]) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(id, handler);
}
