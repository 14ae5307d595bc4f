// The table of our settings: one row for the schema of each, and one for its texts. `npm run contributions` writes package.json and the
// README's table from here, and host/settings.ts reads values by the same rows.
import { defaultBaseUrl } from '../shared/baseUrl.ts';
import type { Texts } from './texts.ts';

/** A JSON schema as in package.json, and who may set the value. */
export interface SettingRow {
  readonly type: string | readonly string[];
  /** The value where none, or one of the wrong type, is set. */
  readonly default: unknown;
  /** `application`: the value of a workspace does not count. */
  readonly scope?: 'application';
  /** The value of a workspace counts only once the workspace is trusted. */
  readonly isRestricted?: true;
  readonly [keyword: string]: unknown;
}

export const settings = {
  baseUrl: { type: 'string', default: defaultBaseUrl, format: 'uri', scope: 'application' },
  dashboardUrl: { type: 'string', default: 'https://opencodex.hk', format: 'uri', scope: 'application' },
  model: { type: 'string', default: 'deepseek-chat', minLength: 1, isRestricted: true },
  modelContextWindows: {
    type: 'object',
    additionalProperties: { type: 'integer', minimum: 1 },
    default: {},
    isRestricted: true,
  },
  readModelList: { type: 'boolean', default: true, scope: 'application' },
  maxTokens: { type: ['integer', 'null'], default: null, minimum: 1, isRestricted: true },
  temperature: { type: ['number', 'null'], default: null, minimum: 0, maximum: 2, isRestricted: true },
  topP: { type: ['number', 'null'], default: null, minimum: 0, maximum: 1, isRestricted: true },
  stop: { type: ['array', 'null'], items: { type: 'string' }, default: null, isRestricted: true },
  systemPrompt: { type: 'string', default: '', editPresentation: 'multilineText', isRestricted: true },
  'network.transport': { type: 'string', enum: ['auto', 'direct', 'editor'], default: 'auto', scope: 'application' },
  'network.firstByteTimeout': { type: 'number', default: 120, minimum: 5, maximum: 600, scope: 'application' },
  'network.idleTimeout': { type: 'number', default: 90, minimum: 0, maximum: 600, scope: 'application' },
  'balance.refreshInterval': { type: 'number', default: 5, minimum: 0, scope: 'application' },
  'balance.warnBelow': { type: 'number', default: 50, minimum: 0, scope: 'application' },
  'budget.perMessage': { type: 'number', default: 0, minimum: 0, scope: 'application' },
  'budget.perChat': { type: 'number', default: 0, minimum: 0, scope: 'application' },
  'budget.perDay': { type: 'number', default: 0, minimum: 0, scope: 'application' },
  'codeActions.enabled': { type: 'boolean', default: true },
  'chat.fontSize': { type: 'number', default: 0, minimum: 0, maximum: 40 },
  language: { type: 'string', enum: ['auto', 'en', 'id', 'zh-cn'], default: 'auto' },
} as const satisfies Readonly<Record<string, SettingRow>>;

/** The id of a setting, without the prefix `opencodex.`. */
export type SettingId = keyof typeof settings;

interface SettingTexts {
  readonly text: Texts;
  /** For an enumeration: the meaning of each value. */
  readonly descriptions?: Readonly<Record<string, Texts>>;
  /**
   * For an enumeration: the label of each value. The name of a language in that language is the same everywhere, so it is a plain string.
   */
  readonly labels?: Readonly<Record<string, Texts | string>>;
}

/** The texts are apart from the rows, so that they stay out of the bundle. */
export const settingTexts: Readonly<Record<SettingId, SettingTexts>> = {
  baseUrl: {
    text: {
      en: 'Address of the gateway. https, or http on this computer only. Each address has a key of its own.',
      id: 'Alamat gateway. https, atau http hanya di komputer ini. Setiap alamat punya kunci sendiri.',
      'zh-cn': '网关地址。必须使用 https；仅本机可用 http。每个地址有各自的密钥。',
    },
  },
  dashboardUrl: {
    text: {
      en: 'Page that *Top up* opens.',
      id: 'Halaman yang dibuka oleh *Isi ulang*.',
      'zh-cn': '“充值”打开的页面。',
    },
  },
  model: {
    text: {
      en: 'Model of new chats and code actions, until another one is chosen in the window.',
      id: 'Model untuk obrolan baru dan aksi kode, sampai model lain dipilih di jendela itu.',
      'zh-cn': '新聊天和代码操作使用的模型，直到在窗口中选择其他模型。',
    },
  },
  modelContextWindows: {
    text: {
      en: 'Tokens that a model takes, prompt and answer together, by model id: `{ "deepseek-chat": 128000 }`. Goes before what the gateway says.',
      id: 'Jumlah token yang diterima sebuah model, prompt dan jawaban bersama, menurut ID model: `{ "deepseek-chat": 128000 }`. Didahulukan dari keterangan gateway.',
      'zh-cn':
        '各模型可接受的 token 数（提示与回答合计），按模型 ID 填写：`{ "deepseek-chat": 128000 }`。优先于网关给出的数值。',
    },
  },
  readModelList: {
    text: {
      en: 'Whether the gateway is asked for its list of models, which is free. Without it any model id can be typed.',
      id: 'Apakah gateway ditanya daftar modelnya, yang gratis. Tanpanya, id model apa pun dapat diketik.',
      'zh-cn': '是否向网关读取模型列表（免费）。不读取时仍可输入任意模型 id。',
    },
  },
  maxTokens: {
    text: {
      en: 'Most tokens of one answer. `null` sends nothing: the gateway decides.',
      id: 'Jumlah token maksimum per jawaban. `null` tidak mengirim apa pun: gateway yang menentukan.',
      'zh-cn': '单个回答的最大 token 数。`null` 表示不发送，由网关决定。',
    },
  },
  temperature: {
    text: {
      en: 'Randomness, 0 to 2. `null` sends nothing.',
      id: 'Keacakan, 0 sampai 2. `null` tidak mengirim apa pun.',
      'zh-cn': '随机性，0 到 2。`null` 表示不发送。',
    },
  },
  topP: {
    text: {
      en: 'Nucleus sampling, 0 to 1. `null` sends nothing.',
      id: 'Nucleus sampling, 0 sampai 1. `null` tidak mengirim apa pun.',
      'zh-cn': '核采样，0 到 1。`null` 表示不发送。',
    },
  },
  stop: {
    text: {
      en: 'Texts at which a chat answer ends. `null` sends nothing.',
      id: 'Teks yang mengakhiri jawaban obrolan. `null` tidak mengirim apa pun.',
      'zh-cn': '聊天回答遇到这些文本时结束。`null` 表示不发送。',
    },
  },
  systemPrompt: {
    text: {
      en: 'Instructions that go with every request.',
      id: 'Instruksi yang menyertai setiap permintaan.',
      'zh-cn': '随每个请求发送的指令。',
    },
  },
  'network.transport': {
    text: {
      en: 'How the gateway is reached.',
      id: 'Cara menjangkau gateway.',
      'zh-cn': '连接网关的方式。',
    },
    descriptions: {
      auto: {
        en: 'Through VS Code where a proxy is set, else directly.',
        id: 'Lewat VS Code bila ada proxy, selain itu langsung.',
        'zh-cn': '设置了代理时通过 VS Code，否则直接连接。',
      },
      direct: {
        en: 'Directly, with VS Code’s proxy settings.',
        id: 'Langsung, dengan setelan proxy VS Code.',
        'zh-cn': '直接连接，使用 VS Code 的代理设置。',
      },
      editor: {
        en: 'Through VS Code’s own network stack (automatic proxies, Kerberos).',
        id: 'Lewat jaringan VS Code sendiri (proxy otomatis, Kerberos).',
        'zh-cn': '通过 VS Code 自身的网络栈（自动代理、Kerberos）。',
      },
    },
  },
  'network.firstByteTimeout': {
    text: {
      en: 'Seconds to wait for the first sign of an answer.',
      id: 'Detik menunggu tanda pertama jawaban.',
      'zh-cn': '等待回答首个字节的秒数。',
    },
  },
  'network.idleTimeout': {
    text: {
      en: 'Seconds of silence in the middle of an answer after which it counts as cut off. 0 waits for ever.',
      id: 'Detik hening di tengah jawaban sebelum dianggap terputus. 0 menunggu selamanya.',
      'zh-cn': '回答中途静默多少秒后视为中断。0 表示一直等待。',
    },
  },
  'balance.refreshInterval': {
    text: {
      en: 'Minutes between readings of the balance, which are free. 0 reads only after requests.',
      id: 'Menit antara pembacaan saldo, yang gratis. 0 hanya membaca setelah permintaan.',
      'zh-cn': '读取余额（免费）的间隔分钟数。0 表示仅在请求后读取。',
    },
  },
  'balance.warnBelow': {
    text: {
      en: 'Credits below which the status bar shows a warning.',
      id: 'Jumlah kredit yang bila kurang dari ini bilah status memberi peringatan.',
      'zh-cn': '余额低于此值时状态栏显示警告。',
    },
  },
  'budget.perMessage': {
    text: {
      en: 'Credits that one answer may take, with its retries and continuations. Before a request leaves, its worst case must fit; else it is held back and you decide. 0: no limit.',
      id: 'Kredit yang boleh dipakai satu jawaban, termasuk percobaan ulang dan kelanjutannya. Sebelum permintaan dikirim, kemungkinan biaya terbesarnya harus muat; jika tidak, permintaan ditahan dan Anda yang memutuskan. 0: tanpa batas.',
      'zh-cn':
        '一次回答最多可用的积分，包括重试和续写。请求发出前，其最大可能费用必须在此范围内；否则请求会被拦下，由你决定。0 表示不限。',
    },
  },
  'budget.perChat': {
    text: {
      en: 'Credits that one chat may take. 0: no limit.',
      id: 'Kredit yang boleh dipakai satu obrolan. 0: tanpa batas.',
      'zh-cn': '一个聊天最多可用的积分。0 表示不限。',
    },
  },
  'budget.perDay': {
    text: {
      en: 'Credits that may be spent in a day, in all windows together. 0: no limit.',
      id: 'Kredit yang boleh dipakai dalam sehari, di semua jendela bersama-sama. 0: tanpa batas.',
      'zh-cn': '每天最多可用的积分，所有窗口合计。0 表示不限。',
    },
  },
  'codeActions.enabled': {
    text: {
      en: 'Offer Explain and Refactor in the right-click menu and the lightbulb.',
      id: 'Tawarkan Jelaskan dan Refaktor di menu klik kanan dan bola lampu.',
      'zh-cn': '在右键菜单和灯泡中提供“解释”和“重构”。',
    },
  },
  'chat.fontSize': {
    text: {
      en: 'Font size of the chat in pixels. 0 follows VS Code.',
      id: 'Ukuran huruf obrolan dalam piksel. 0 mengikuti VS Code.',
      'zh-cn': '聊天字体大小（像素）。0 表示跟随 VS Code。',
    },
  },
  language: {
    text: {
      en: 'Language of OpenCodex. *auto* follows VS Code.',
      id: 'Bahasa OpenCodex. *auto* mengikuti VS Code.',
      'zh-cn': 'OpenCodex 的语言。*auto* 跟随 VS Code。',
    },
    labels: {
      auto: {
        en: 'As VS Code',
        id: 'Seperti VS Code',
        'zh-cn': '与 VS Code 相同',
      },
      en: 'English',
      id: 'Bahasa Indonesia',
      'zh-cn': '简体中文',
    },
  },
};
