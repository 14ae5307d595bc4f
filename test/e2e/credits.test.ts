// Credits in the real editor: what an answer costs, from the estimate to the Spend page; budgets; a cheaper model for a change.
import { beforeEach, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import {
  alerts,
  answerEnds,
  askAndWait,
  chatRequests,
  lastChatRequest,
  messageBox,
  modelBox,
} from '../support/chat.ts';
import { charged, estimate, lastCost, measuredWithoutPrice } from '../support/cost.ts';
import { countFile, countText, proposalIsReady } from './support/edits.ts';
import { closeEditors, reset, useStage } from './support/stage.ts';

describe('credits', () => {
  const stage = useStage({ key: demoKey, files: { [countFile]: countText } });
  beforeEach(() => reset(stage()));

  it('are estimated, measured below the answer, and listed in the status bar and on the Spend page', async () => {
    const { window, gateway } = stage();
    await messageBox(window).fill('A first question');
    await estimate(window).getByText('tokens').waitFor();
    await askAndWait(window, 'A first question');
    const cost = await lastCost(window);
    expect(cost).toEqual({ text: charged(gateway), how: measuredWithoutPrice });
    await window.waitForTooltip('opencodex.balance', 'Today:', 'deepseek-chat');
    await window.runCommand('OpenCodex: Show Spend');
    await window.panel.getByRole('heading', { name: 'Spend', exact: true }).waitFor();
    await window.panel.getByText(cost.text.replace(' credits', ''), { exact: true }).first().waitFor();
    await closeEditors(window);
  });

  it('that have run out let a cheaper model make the change that was asked for', async () => {
    const { window, gateway } = stage();
    gateway.configure({ reportCost: true });
    await modelBox(window).selectOption('claude-3-sonnet');
    await askAndWait(window, 'What do you cost?', 'claude-3-sonnet');
    await lastCost(window, 'claude-3-sonnet');
    gateway.configure({ routeFaults: { chat: 'fault-402' } });
    await window.openFile(countFile);
    await window.selectLines(4, 8);
    await window.runCommand('OpenCodex: Refactor');
    await window.notification('Your credits are used up').waitFor();
    gateway.configure({ routeFaults: {} });
    await window.pressInNotification('Your credits are used up', 'Ask deepseek-chat');
    await proposalIsReady(window);
    expect(lastChatRequest(gateway).body).toMatchObject({ model: 'deepseek-chat' });
  });

  it('are held back by a budget before anything is sent, and let go once the user wants it', async () => {
    const { window, workbench, gateway } = stage();
    gateway.configure({ reportCost: true });
    await workbench.changeSettings({ 'opencodex.budget.perDay': 0.001 });
    const before = chatRequests(gateway).length;
    await askAndWait(window, 'This would be too dear');
    const alert = alerts(window);
    await alert.getByText('nothing was sent').waitFor();
    await alert.getByRole('button', { name: 'Raise the budget', exact: true }).waitFor();
    expect(chatRequests(gateway)).toHaveLength(before);
    await alert.getByRole('button', { name: 'Continue once', exact: true }).click();
    await alert.waitFor({ state: 'detached' });
    await answerEnds(window);
    await lastCost(window);
    expect(chatRequests(gateway)).toHaveLength(before + 1);
    expect(lastChatRequest(gateway).body).toMatchObject({ max_tokens: 4_096 });
  });
});
