// The ids of our commands. package.json lists the same ones; test/unit/manifest.test.ts compares.
// What each may do stands in rights.ts.

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
