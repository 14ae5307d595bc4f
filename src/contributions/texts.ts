// A text in all our languages, side by side: what stands in a table is translated there.

export interface Texts {
  readonly en: string;
  readonly id: string;
  readonly 'zh-cn': string;
}

export const languages = ['en', 'id', 'zh-cn'] as const satisfies readonly (keyof Texts)[];
