// Our own texts in Indonesian, in a window that stays English. Chinese, in a real VS Code, is in test/e2e/languages.test.ts.
import { describe, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { expectPanelIn, indonesian, readTranslations } from '../support/languages.ts';
import { useStage } from './support/stage.ts';

describe('languages', () => {
  const stage = useStage({ key: demoKey });

  it('Indonesian in the panel, the status bar and its menu, and in errors', async () => {
    const { window } = stage();
    const translated = await readTranslations(indonesian.language);
    window.changeSettings({ 'opencodex.language': indonesian.language });
    await expectPanelIn(stage(), indonesian, translated);

    await window.clickStatusBarItem('opencodex.balance');
    await window.quickInput.waitFor('OpenCodex');
    const wanted = [indonesian.setKey, translated('Select model')];
    await window.quickInput.waitForLabels((labels) => wanted.every((label) => labels.includes(label)));
    await window.quickInput.cancel();
  });
});
