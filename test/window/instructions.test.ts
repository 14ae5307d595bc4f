// Instructions that a folder brings along: seen where they are in force, and nowhere else.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { askAndWait, bodyOf, lastChatRequest, panel } from '../support/chat.ts';
import { editor } from './standIn/editor.ts';
import { reset, useStage } from './support/stage.ts';

const setting = 'opencodex.systemPrompt';

describe('instructions of a workspace', () => {
  const stage = useStage({ key: demoKey });
  const chip = () => panel(stage().window).getByRole('button', { name: /^Instructions of / });

  beforeEach(() => reset(stage()));
  afterEach(() => {
    const { window } = stage();
    window.setTrusted(true);
    window.changeWorkspaceSettings('shop', { [setting]: undefined });
    window.changeSettings({ [setting]: undefined });
  });

  // Rows: T31
  it('are named where they go along, and their button leads to the setting', async () => {
    const { window, gateway } = stage();
    expect(await chip().count()).toBe(0);
    window.changeWorkspaceSettings('shop', { [setting]: 'Answer in pirate speech.' });
    await chip().waitFor();
    expect(await chip().innerText()).toBe('Instructions of shop');
    expect(await chip().getAttribute('title')).toContain('Answer in pirate speech.');
    await askAndWait(window, 'Hello');
    expect(JSON.stringify(bodyOf(lastChatRequest(gateway)))).toContain('Answer in pirate speech.');
    await chip().click();
    await window.waitFor(
      () => Promise.resolve(editor.calledCommands.at(-1)),
      (command) => command?.[0] === 'workbench.action.openWorkspaceSettings',
    );
    expect(editor.calledCommands.at(-1)?.[1]).toEqual({ query: '@ext:opencodex.opencodex systemPrompt' });
    await window.reload();
    await chip().waitFor();
    window.changeWorkspaceSettings('shop', { [setting]: undefined });
    await chip().waitFor({ state: 'detached' });
  });

  // Rows: T31, T42
  it('are neither shown nor sent in Restricted Mode', async () => {
    const { window, gateway } = stage();
    window.setTrusted(false);
    window.changeWorkspaceSettings('shop', { [setting]: 'Answer in pirate speech.' });
    await askAndWait(window, 'Hello');
    expect(JSON.stringify(bodyOf(lastChatRequest(gateway)))).not.toContain('pirate');
    expect(await chip().count()).toBe(0);
  });

  it('are not those of the user', async () => {
    const { window, gateway } = stage();
    window.changeSettings({ [setting]: 'Be brief.' });
    await askAndWait(window, 'Hello');
    expect(JSON.stringify(bodyOf(lastChatRequest(gateway)))).toContain('Be brief.');
    expect(await chip().count()).toBe(0);
  });
});
