// Our own texts in Chinese, in a VS Code that stays English. Indonesian is in test/window/languages.test.ts.
import { describe, expect, it } from 'vitest';
import { chinese, expectPanelIn, readTranslations } from '../support/languages.ts';
import { useSharedStage } from './support/stage.ts';

describe('languages', () => {
  const stage = useSharedStage();

  it('Chinese in the panel, the status bar and its menu, and in errors', async () => {
    const { window, workbench } = stage();
    const translated = await readTranslations(chinese.language);
    await workbench.changeSettings({ 'opencodex.language': chinese.language });
    await expectPanelIn(stage(), chinese, translated);

    await window.statusBarItem('opencodex.balance').click();
    await window.quickInput.waitFor('OpenCodex');
    expect((await window.quickInput.items()).join('\n')).toContain(chinese.setKey);
    await window.quickInput.row(translated('Select model')).waitFor();
    await window.quickInput.cancel();
  });
});
