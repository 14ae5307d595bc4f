// Translates texts for people. The English text is the key, and `{0}` marks the place of a value.

/** Gives the text in the user's language with its values filled in; English where no translation is known. */
export type Translate = (text: string, ...values: readonly (string | number)[]) => string;

/** English text to translated text, as in l10n/bundle.l10n.*.json. Empty means English. */
export type Translations = Readonly<Record<string, string>>;

export function createTranslate(translations: Translations): Translate {
  return (text, ...values) => fill(Object.hasOwn(translations, text) ? (translations[text] ?? text) : text, values);
}

function fill(text: string, values: readonly (string | number)[]): string {
  return text.replaceAll(/\{(\d+)\}/g, (placeholder, index: string) => {
    const value = values[Number(index)];
    return value === undefined ? placeholder : String(value);
  });
}
