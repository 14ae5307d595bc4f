// Generates the parts of package.json, its language files and the README that describe our commands, code actions and settings.
import { codeActions } from './codeActions.ts';
import { reviewing } from './contextKeys.ts';
import { codeActionRights, commands, commandTitles } from './commands.ts';
import { settings, settingTexts, type SettingRow } from './settings.ts';
import type { Texts } from './texts.ts';
import type { Translate } from '../shared/translate.ts';

const category = 'OpenCodex';
const icon = 'media/activity.svg';
const codeMenu = 'opencodex.editor';
const panel = 'view == opencodex.chat';
const trusted = 'isWorkspaceTrusted';

/** Texts of package.json that belong neither to a command nor to a setting. */
const otherTexts: Readonly<Record<string, Texts>> = {
  description: {
    en: 'Chat, code actions and a credit balance over one OpenAI-compatible gateway to many models.',
    id: 'Obrolan, aksi kode, dan saldo kredit lewat satu gateway kompatibel OpenAI untuk banyak model.',
    'zh-cn': '通过一个兼容 OpenAI 的网关使用多种模型：聊天、代码操作与余额显示。',
  },
  untrustedWorkspaces: {
    en: 'In Restricted Mode chat, key and balance work; code is not changed, and workspace settings of the model are ignored.',
    id: 'Dalam Mode Terbatas, obrolan, kunci, dan saldo tetap berfungsi; kode tidak diubah, dan setelan model dari workspace diabaikan.',
    'zh-cn': '在受限模式下，聊天、密钥和余额可用；不会修改代码，并忽略工作区的模型设置。',
  },
  'view.chat': { en: 'Chat', id: 'Obrolan', 'zh-cn': '聊天' },
};

/** A command or a code action, in the form that package.json needs. */
interface Command {
  readonly id: string;
  readonly icon?: string;
  readonly panelMenu?: string;
  readonly codeMenu?: string;
  readonly isForReview?: true;
  readonly editorTitle?: string;
  readonly key?: string;
  readonly enablement?: string;
}

const ofEditor: readonly Command[] = Object.entries(commands).map(([id, { rights, ...row }]) => {
  const offered = 'isForReview' in row ? { enablement: reviewing } : rights.needsTrust ? { enablement: trusted } : {};
  return { id, ...row, ...offered };
});

const ofCode: readonly Command[] = Object.values(codeActions).map(({ command, menu, surface }) => ({
  id: command,
  codeMenu: menu,
  ...(codeActionRights[surface].needsTrust ? { enablement: trusted } : {}),
}));

const all = [...ofEditor, ...ofCode];

/** The whole of `contributes` in package.json. */
export function contributes(): object {
  return {
    viewsContainers: { activitybar: [{ id: 'opencodex', title: category, icon }] },
    views: { opencodex: [{ type: 'webview', id: 'opencodex.chat', name: '%view.chat%', icon }] },
    commands: all.map((command) => ({
      command: command.id,
      title: `%${titleKey(command.id)}%`,
      category,
      ...(command.icon === undefined ? {} : { icon: `$(${command.icon})` }),
      ...(command.enablement === undefined ? {} : { enablement: command.enablement }),
    })),
    submenus: [{ id: codeMenu, label: category }],
    menus: menus(),
    keybindings: all.flatMap(({ id, key }) => (key === undefined ? [] : [keybinding(id, key)])),
    configuration: [{ title: category, properties: Object.fromEntries(Object.entries(settings).map(property)) }],
  };
}

/** Settings whose workspace values count only once the workspace is trusted. */
export function restrictedConfigurations(): readonly string[] {
  return Object.entries(settings).flatMap(([id, row]) => ('isRestricted' in row ? [`opencodex.${id}`] : []));
}

/** The texts of a language file of package.json. `t` must translate to the same language. */
export function manifestTexts(language: keyof Texts, t: Translate): Readonly<Record<string, string>> {
  const texts = [
    ...Object.entries(otherTexts),
    ...Object.entries(commandTitles).map(([id, title]) => [titleKey(id), title] as const),
    ...Object.entries(settingTexts).flatMap(([id, row]) => [
      [settingKey(id), row.text] as const,
      ...Object.entries(row.descriptions ?? {}).map(([value, text]) => [settingKey(id, value), text] as const),
      ...Object.entries(row.labels ?? {}).flatMap(([value, text]) =>
        typeof text === 'string' ? [] : [[settingKey(id, value), text] as const],
      ),
    ]),
  ];
  const ofCodeActions = Object.values(codeActions).map(({ command, title }) => [titleKey(command), title(t)] as const);
  return Object.fromEntries([...texts.map(([key, text]) => [key, text[language]] as const), ...ofCodeActions]);
}

/** The README's table of settings, as Markdown that Prettier has yet to format. */
export function settingsTable(): string {
  const rows = Object.entries(settings).map(
    ([id, row]) => `| \`opencodex.${id}\` | ${textOf(settingTexts, id).text.en} | ${defaultText(row.default)} |`,
  );
  return ['| setting | what | default |', '| --- | --- | --- |', ...rows].join('\n');
}

function menus(): object {
  const item = (command: string, group: string, when?: string): object =>
    when === undefined ? { command, group } : { command, when, group };
  const among = (place: 'panelMenu' | 'codeMenu' | 'editorTitle', when?: string): object[] =>
    all.flatMap((command) => {
      const group = command[place];
      return group === undefined ? [] : [item(command.id, group, when)];
    });
  return {
    'view/title': among('panelMenu', panel),
    'editor/context': [
      {
        submenu: codeMenu,
        when: 'config.opencodex.codeActions.enabled && resourceScheme != opencodex-edit',
        group: '1_modification@9',
      },
    ],
    [codeMenu]: among('codeMenu'),
    'editor/title': among('editorTitle', reviewing),
    commandPalette: all.flatMap(({ id, isForReview }) => (isForReview ? [{ command: id, when: reviewing }] : [])),
  };
}

function keybinding(command: string, key: string): object {
  return { command, key, mac: key.replace('ctrl', 'cmd'), when: `${reviewing} && editorTextFocus` };
}

function property([id, row]: readonly [string, SettingRow], order: number): readonly [string, object] {
  const { isRestricted, ...schema } = row;
  const { descriptions, labels } = textOf(settingTexts, id);
  const ofValues = (texts: Readonly<Record<string, Texts | string>>): string[] =>
    Object.entries(texts).map(([value, text]) => (typeof text === 'string' ? text : `%${settingKey(id, value)}%`));
  return [
    `opencodex.${id}`,
    {
      order,
      ...schema,
      ...(descriptions === undefined ? {} : { markdownEnumDescriptions: ofValues(descriptions) }),
      ...(labels === undefined ? {} : { enumItemLabels: ofValues(labels) }),
      markdownDescription: `%${settingKey(id)}%`,
    },
  ];
}

function defaultText(value: string | number | boolean | object | null): string {
  switch (value) {
    case true:
      return 'on';
    case false:
      return 'off';
    case null:
      return 'not sent';
    case '':
      return 'empty';
    default:
      return typeof value === 'object' ? 'none' : `\`${value}\``;
  }
}

function titleKey(id: string): string {
  return id.replace('opencodex', 'command');
}

function settingKey(id: string, value?: string): string {
  return ['setting', id, ...(value === undefined ? [] : [value])].join('.');
}

function textOf<Row>(table: Readonly<Record<string, Row>>, id: string): Row {
  const row = table[id];
  if (row === undefined) {
    throw new Error(`There is no text of ${id}.`);
  }
  return row;
}
