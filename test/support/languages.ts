// Our texts in the languages other than English: what each test level expects, and a check of the panel in one language.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Gateway } from '../gateway/gateway.ts';
import { repository } from '../harness/repository.ts';
import { type ChatWindow, panel } from './chat.ts';

export interface ExpectedTexts {
  /** The language as VS Code's setting names it. */
  readonly language: string;
  /** The `lang` attribute of the document. */
  readonly tag: string;
  readonly setKey: string;
  readonly trouble: string;
  readonly retry: string;
}

export const indonesian: ExpectedTexts = {
  language: 'id',
  tag: 'id',
  setKey: 'Atur kunci API',
  trouble: 'Gateway sedang bermasalah.',
  retry: 'Coba lagi',
};
export const chinese: ExpectedTexts = {
  language: 'zh-cn',
  tag: 'zh-Hans',
  setKey: '设置 API 密钥',
  trouble: '网关出现故障。',
  retry: '重试',
};

type Translated = (english: string) => string;

/** Returns a function that translates English texts. It fails the test if a text has no translation. */
export async function readTranslations(language: string): Promise<Translated> {
  const file = join(repository, 'l10n', `bundle.l10n.${language}.json`);
  const texts = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, string>>;
  return (english) => {
    const text = texts[english];
    expect(text, `the translation of “${english}”`).toBeTypeOf('string');
    expect(text).not.toBe(english);
    return text ?? '';
  };
}

interface Place {
  readonly window: ChatWindow;
  readonly gateway: Gateway;
}

/** Checks that the panel's names, its warning about the address and an error are in the language, which the panel has been told. */
export async function expectPanelIn(
  { window, gateway }: Place,
  { tag, trouble, retry }: ExpectedTexts,
  translated: Translated,
): Promise<void> {
  const byRole = (role: 'button' | 'textbox' | 'log' | 'article', english: string) =>
    panel(window).getByRole(role, { name: translated(english), exact: true });
  await byRole('textbox', 'Message').waitFor();
  await byRole('button', 'New chat').click();
  expect(await byRole('log', 'Conversation').count()).toBe(1);
  expect(await byRole('button', 'Send').count()).toBe(1);
  expect(await panel(window).locator('html').getAttribute('lang')).toBe(tag);

  const { origin } = new URL(gateway.baseUrl);
  const address = translated('Not encrypted, for this computer only: {0}').replace('{0}', origin);
  await panel(window).getByText(address, { exact: true }).waitFor();

  gateway.configure({ routeFaults: { chat: 'fault-500' } });
  await byRole('textbox', 'Message').fill('Halo 你好');
  await byRole('textbox', 'Message').press('Enter');
  const alert = panel(window).getByRole('alert').filter({ hasText: trouble });
  await alert.getByRole('button', { name: retry, exact: true }).waitFor();
  expect(await byRole('article', 'You').count()).toBe(1);
}
