// A budget: what it holds back, and how it lets go.
import { describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { alerts, answerEnds, askAndWait, chatRequests, lastChatRequest } from '../support/chat.ts';
import { lastCost } from '../support/cost.ts';
import { useStage } from './support/stage.ts';

describe('a budget', () => {
  const stage = useStage({ key: demoKey, settings: { 'opencodex.budget.perDay': 0.001 } });

  it('holds a request back before anything is sent, and lets it go once the user wants it', async () => {
    const { window, gateway } = stage();
    gateway.configure({ reportCost: true });
    const sent = (): number => chatRequests(gateway).length;
    // No price is known, and nothing is spent: one may go.
    await askAndWait(window, 'The first one');
    await lastCost(window);
    await askAndWait(window, 'This would be too dear');
    const alert = alerts(window);
    await alert.getByText('nothing was sent').waitFor();
    await alert.getByRole('button', { name: 'Raise the budget', exact: true }).waitFor();
    expect(sent()).toBe(1);
    await alert.getByRole('button', { name: 'Continue once', exact: true }).click();
    await alert.waitFor({ state: 'detached' });
    await answerEnds(window);
    await lastCost(window);
    expect(sent()).toBe(2);
    expect(lastChatRequest(gateway).body).toMatchObject({ max_tokens: 4_096 });
  });
});
