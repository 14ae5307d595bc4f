// What is loaded when it is first needed, in one piece: with a piece for each, what they share with the start falls into so many small
// files that opening these takes longer than reading all.
export { importFromFiles } from './chat/chatImport.ts';
export { exportChats } from './chat/chatTransfer.ts';
export { insertAtCursor, openAsNewFile, openAttachment, openLink } from './chat/panelActions.ts';
export { SpendPage } from './credits/spendPage.ts';
export { EditRequests } from './edit/editRequests.ts';
export { KeyCommands } from './gateway/keyCommands.ts';
export { diagnoseConnection } from './help/diagnose.ts';
export { pickModel } from './models/modelPicker.ts';
