// Our own texts in Indonesian and Chinese, in a VS Code that stays English.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../harness/repository.ts';
import { panel } from '../support/chat.ts';
import { useSharedStage } from './support/stage.ts';

type Texts = Readonly<Record<string, string>>;

async function readTexts(language: string): Promise<Texts> {
  const file = join(repository, 'l10n', `bundle.l10n.${language}.json`);
  return JSON.parse(await readFile(file, 'utf8')) as Texts;
}

describe('languages', () => {
  const stage = useSharedStage();

  it.each([
    { language: 'id', setKey: 'Atur kunci API', trouble: 'Gateway sedang bermasalah.', retry: 'Coba lagi' },
    { language: 'zh-cn', setKey: '设置 API 密钥', trouble: '网关出现故障。', retry: '重试' },
  ])('$language in the panel, the status bar and its menu, and in errors', async (expected) => {
    const { window, workbench, gateway } = stage();
    const texts = await readTexts(expected.language);
    const translated = (english: string): string => {
      const text = texts[english];
      expect(text, `the translation of “${english}”`).toBeTypeOf('string');
      expect(text).not.toBe(english);
      return text ?? '';
    };
    const byRole = (role: 'button' | 'textbox' | 'combobox' | 'log' | 'article', english: string) =>
      panel(window).getByRole(role, { name: translated(english), exact: true });

    gateway.configure({ routeFaults: {} });
    await workbench.changeSettings({ 'opencodex.language': expected.language });
    await byRole('textbox', 'Message').waitFor();
    await byRole('button', 'New chat').click();
    expect(await byRole('log', 'Conversation').count()).toBe(1);
    expect(await byRole('button', 'Send').count()).toBe(1);
    expect(await panel(window).locator('html').getAttribute('lang')).toBe(
      expected.language === 'id' ? 'id' : 'zh-Hans',
    );

    const address = translated('Not encrypted, for this computer only: {0}').replace(
      '{0}',
      new URL(gateway.baseUrl).origin,
    );
    await panel(window).getByText(address, { exact: true }).waitFor();

    gateway.configure({ routeFaults: { chat: 'fault-500' } });
    await byRole('textbox', 'Message').fill('Halo 你好');
    await byRole('textbox', 'Message').press('Enter');
    const alert = panel(window).getByRole('alert').filter({ hasText: expected.trouble });
    await alert.getByRole('button', { name: expected.retry, exact: true }).waitFor();
    expect(await byRole('article', 'You').count()).toBe(1);

    await window.statusBarItem('opencodex.balance').click();
    await window.quickInput.waitFor('OpenCodex');
    expect((await window.quickInput.items()).join('\n')).toContain(expected.setKey);
    await window.quickInput.row(translated('Select model')).waitFor();
    await window.quickInput.cancel();
  });
});
