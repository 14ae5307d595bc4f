// A text in all our languages, side by side: the texts of these tables are translated here and not in l10n.

export interface Texts {
  readonly en: string;
  readonly id: string;
  readonly 'zh-cn': string;
}

export const languages = ['en', 'id', 'zh-cn'] as const satisfies readonly (keyof Texts)[];
