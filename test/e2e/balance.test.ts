// The balance in VS Code's status bar: its states as they are drawn there, and the menu behind it.
import { describe, expect, it } from 'vitest';
import type { Locator } from 'playwright-core';
import { demoKey, emptyKey } from '../gateway/gateway.ts';
import { clearKey, closeEditors, setKey, useSharedStage, waitForBalance } from './support/stage.ts';

describe('the balance', () => {
  const stage = useSharedStage();

  function item(): Locator {
    return stage().window.statusBarItem('opencodex.balance');
  }

  /** `warning`, `error` or neither, as VS Code marks the item's background. */
  async function level(): Promise<'warning' | 'error' | 'normal'> {
    const classes = ((await item().getAttribute('class')) ?? '').split(' ');
    return classes.includes('warning-kind') ? 'warning' : classes.includes('error-kind') ? 'error' : 'normal';
  }

  async function background(): Promise<string> {
    return await item().evaluate((element) => getComputedStyle(element).backgroundColor);
  }

  async function check(): Promise<void> {
    await stage().window.runCommand('OpenCodex: Check Balance');
  }

  async function expectTooltip(...lines: readonly (string | RegExp)[]): Promise<void> {
    await stage().window.waitForTooltip('opencodex.balance', ...lines);
  }

  it('has its states drawn by VS Code, with icon, name, background and tooltip', async () => {
    const { window, gateway } = stage();
    await check();
    await waitForBalance(window, '500');
    expect(await item().locator('.codicon-credit-card').count()).toBe(1);
    await expectTooltip('500 credits', 'Read just now.');
    expect(await level()).toBe('normal');
    const normal = await background();

    gateway.setCredits(demoKey, 49.5);
    await check();
    await waitForBalance(window, '49.5');
    expect(await level()).toBe('warning');
    await expectTooltip('Your credits are running low.');
    const warning = await background();

    gateway.configure({ routeFaults: { balance: 'fault-500' } });
    await check();
    await waitForBalance(window, '–');
    expect(await level()).toBe('normal');
    await expectTooltip('The gateway has trouble.', 'Last known: 49.5 credits.');
    gateway.configure({ routeFaults: {} });

    await setKey(window, emptyKey);
    await waitForBalance(window, '0');
    expect(await level()).toBe('error');
    await expectTooltip('Your credits are used up.');
    expect(new Set([normal, warning, await background()]).size).toBe(3);

    await clearKey(window);
    await waitForBalance(window, 'OpenCodex');
    expect(await item().locator('.codicon-key').count()).toBe(1);
    expect(await item().getByRole('button').getAttribute('aria-label')).toContain('OpenCodex: no API key');
    await expectTooltip('No API key yet. Click to set one.');
  });

  it('has a menu whose entries do what they say', async () => {
    const { window, gateway } = stage();
    await setKey(window, demoKey);
    gateway.setCredits(demoKey, 250);
    const pick = async (label: string) => {
      await item().click();
      await window.quickInput.waitFor('OpenCodex');
      await window.quickInput.pick(label);
    };
    await pick('Check balance now');
    await waitForBalance(window, '250');
    await pick('Select model');
    await window.quickInput.waitFor('Select Model');
    await window.quickInput.cancel();
    await pick('Set API key');
    await window.quickInput.waitFor('Set API Key');
    await window.quickInput.cancel();
    await pick('Top up');
    await window.dialog.filter({ hasText: 'https://opencodex.hk' }).waitFor();
    await window.pressInDialog('Cancel');
    await pick('Diagnose connection');
    await window.waitForEditorText((text) => text.includes('✓ Balance: Status: 200; known; 250 credits'));
    await closeEditors(window);
  });
});
