// The table of our commands. A row holds what VS Code must know of a command and its rights; its title is in a second table. Commands
// that are about code have their rows in codeActions.ts. `npm run contributions` writes package.json from here.
import type { CodeAction } from './codeActions.ts';
import { change, nothing, paid, type Rights } from '../shared/rights.ts';
import type { Texts } from './texts.ts';

/** Menus are written as in package.json: a group and a position in it. */
interface CommandRow {
  readonly rights: Rights;
  /** The name of one of VS Code's icons. */
  readonly icon?: string;
  /** Group and position in the menu of the chat panel. */
  readonly panelMenu?: string;
  /** Offered only while the editor in front shows a proposed change. */
  readonly isForReview?: true;
  readonly editorTitle?: string;
  /** A key binding, on a Mac with Cmd instead of Ctrl. */
  readonly key?: string;
}

export const commands = {
  'opencodex.newChat': { icon: 'add', panelMenu: 'navigation@1', rights: nothing },
  'opencodex.openHistory': { icon: 'history', panelMenu: 'navigation@2', rights: nothing },
  'opencodex.exportChat': { panelMenu: '1_chat@2', rights: nothing },
  'opencodex.importChats': { panelMenu: '1_chat@3', rights: nothing },
  'opencodex.setApiKey': { panelMenu: '2_key@1', rights: nothing },
  'opencodex.clearApiKey': { panelMenu: '2_key@2', rights: nothing },
  'opencodex.selectModel': { panelMenu: '1_chat@1', rights: nothing },
  'opencodex.checkBalance': { rights: nothing },
  'opencodex.showBalanceMenu': { rights: nothing },
  'opencodex.showSpend': { icon: 'graph', rights: nothing },
  'opencodex.topUp': { rights: nothing },
  'opencodex.acceptEdit': {
    icon: 'check',
    isForReview: true,
    editorTitle: 'navigation@1',
    key: 'ctrl+enter',
    rights: change,
  },
  'opencodex.rejectEdit': {
    icon: 'discard',
    isForReview: true,
    editorTitle: 'navigation@2',
    key: 'ctrl+shift+backspace',
    rights: nothing,
  },
  'opencodex.diagnoseConnection': { panelMenu: '3_help@1', rights: nothing },
  'opencodex.showLog': { panelMenu: '3_help@2', rights: nothing },
} as const satisfies Readonly<Record<`opencodex.${string}`, CommandRow>>;

export type PlainCommandId = keyof typeof commands;
export type CommandId = PlainCommandId | CodeAction['command'];

/** The rights of a code action, by the surface on which its answer appears. */
export const codeActionRights = {
  chat: { ...paid, sendsFile: true },
  edit: { ...change, isPaid: true, sendsFile: true },
} as const satisfies Readonly<Record<CodeAction['surface'], Rights>>;

/** The titles are apart from the rows, so that they stay out of the bundle. */
export const commandTitles: Readonly<Record<PlainCommandId, Texts>> = {
  'opencodex.newChat': {
    en: 'New Chat',
    id: 'Obrolan Baru',
    'zh-cn': '新建聊天',
  },
  'opencodex.openHistory': {
    en: 'Open History',
    id: 'Buka Riwayat',
    'zh-cn': '打开历史记录',
  },
  'opencodex.exportChat': {
    en: 'Export Chat',
    id: 'Ekspor Obrolan',
    'zh-cn': '导出聊天',
  },
  'opencodex.importChats': {
    en: 'Import Chats',
    id: 'Impor Obrolan',
    'zh-cn': '导入聊天',
  },
  'opencodex.setApiKey': {
    en: 'Set API Key',
    id: 'Atur Kunci API',
    'zh-cn': '设置 API 密钥',
  },
  'opencodex.clearApiKey': {
    en: 'Clear API Key',
    id: 'Hapus Kunci API',
    'zh-cn': '清除 API 密钥',
  },
  'opencodex.selectModel': {
    en: 'Select Model',
    id: 'Pilih Model',
    'zh-cn': '选择模型',
  },
  'opencodex.checkBalance': {
    en: 'Check Balance',
    id: 'Cek Saldo',
    'zh-cn': '查询余额',
  },
  'opencodex.showBalanceMenu': {
    en: 'Show Balance Menu',
    id: 'Tampilkan Menu Saldo',
    'zh-cn': '显示余额菜单',
  },
  'opencodex.showSpend': {
    en: 'Show Spend',
    id: 'Tampilkan Pengeluaran',
    'zh-cn': '显示花费',
  },
  'opencodex.topUp': {
    en: 'Top Up',
    id: 'Isi Ulang',
    'zh-cn': '充值',
  },
  'opencodex.acceptEdit': {
    en: 'Accept Proposed Change',
    id: 'Terima Usulan Perubahan',
    'zh-cn': '接受建议的更改',
  },
  'opencodex.rejectEdit': {
    en: 'Reject Proposed Change',
    id: 'Tolak Usulan Perubahan',
    'zh-cn': '拒绝建议的更改',
  },
  'opencodex.diagnoseConnection': {
    en: 'Diagnose Connection',
    id: 'Diagnosis Koneksi',
    'zh-cn': '诊断连接',
  },
  'opencodex.showLog': {
    en: 'Show Log',
    id: 'Tampilkan Log',
    'zh-cn': '显示日志',
  },
};
