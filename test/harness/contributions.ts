// `npm run contributions`: writes the tables of src/contributions into package.json, its language files and the README.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import indonesian from '../../l10n/bundle.l10n.id.json' with { type: 'json' };
import chinese from '../../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import {
  contributes,
  manifestTexts,
  restrictedConfigurations,
  settingsTable,
} from '../../src/contributions/manifest.ts';
import { languages, type Texts } from '../../src/contributions/texts.ts';
import { createTranslate } from '../../src/shared/translate.ts';
import { repository } from './repository.ts';

const bundles = { id: indonesian, 'zh-cn': chinese };

/** The lines around the README's table of settings, which stay. */
const [tableStart, tableEnd] = ['<!-- settings: npm run contributions -->', '<!-- settings end -->'];

/** The content that each generated file should have, by its path in the repository. */
export async function writtenFiles(): Promise<ReadonlyMap<string, string>> {
  const style = { ...packageJson.prettier };
  const asJson = (content: object): Promise<string> =>
    format(JSON.stringify(content), { ...style, parser: 'json-stringify' });
  const { untrustedWorkspaces } = packageJson.capabilities;
  const manifest = {
    ...packageJson,
    capabilities: {
      ...packageJson.capabilities,
      untrustedWorkspaces: { ...untrustedWorkspaces, restrictedConfigurations: restrictedConfigurations() },
    },
    contributes: contributes(),
  };
  const files = new Map([['package.json', await asJson(manifest)]]);
  for (const language of languages) {
    const t = createTranslate(language === 'en' ? {} : bundles[language]);
    files.set(languageFile(language), await asJson(manifestTexts(language, t)));
  }
  const readme = await readFile(join(repository, 'README.md'), 'utf8');
  const [before, after] = [readme.split(tableStart)[0], readme.split(tableEnd)[1]];
  if (before === undefined || after === undefined) {
    throw new Error(`README.md has no line "${tableStart}" with "${tableEnd}" after it.`);
  }
  const written = [before + tableStart, settingsTable(), tableEnd + after].join('\n\n');
  return files.set('README.md', await format(written, { ...style, parser: 'markdown' }));
}

function languageFile(language: keyof Texts): string {
  return language === 'en' ? 'package.nls.json' : `package.nls.${language}.json`;
}

if (import.meta.main) {
  for (const [path, content] of await writtenFiles()) {
    await writeFile(join(repository, path), content);
  }
}
