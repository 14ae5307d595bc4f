// Errors as a real VS Code shows them: the panel's alert with its buttons, and the notification of a code action.
import { beforeEach, describe, expect, it } from 'vitest';
import { creditsUsedUp, expectOneAlert, trouble } from '../support/alert.ts';
import { alerts, answerEnds, answers, ask, lastAnswer, pressInAnswer, questions } from '../support/chat.ts';
import {
  countFile,
  countText,
  onDisk,
  requestRefactor,
  reviewTab,
  startRefactor,
  writingNotice,
} from './support/edits.ts';
import { reset, useSharedStage } from './support/stage.ts';

describe('errors', () => {
  const stage = useSharedStage({ [countFile]: countText });
  beforeEach(() => reset(stage()));

  it('an alert in the panel says what failed, and its buttons mend it', async () => {
    const { window, gateway } = stage();
    gateway.configure({ routeFaults: { chat: 'fault-402' } });
    await ask(window, 'Is anything left?');
    await expectOneAlert(window, creditsUsedUp);
    expect(await questions(window).innerText()).toContain('Is anything left?');
    await pressInAnswer(window, 'Top up');
    await window.dialog.filter({ hasText: 'https://opencodex.hk' }).waitFor();
    await window.pressInDialog('Cancel');
    await pressInAnswer(window, 'Choose another model');
    await window.quickInput.waitFor('Select Model');
    await window.quickInput.cancel();

    gateway.configure({ routeFaults: { chat: 'fault-500' }, answer: () => ({ text: 'Here I am.' }) });
    await ask(window, 'Are you there?');
    // The first alert stays with its answer; it has no Retry.
    await lastAnswer(window).getByRole('alert').filter({ hasText: trouble.says }).waitFor();
    gateway.configure({ routeFaults: {} });
    await pressInAnswer(window, 'Retry');
    await lastAnswer(window).getByText('Here I am.').waitFor();
    await answerEnds(window);
    await expectOneAlert(window, creditsUsedUp);
    expect(await answers(window).count()).toBe(2);
  });

  it('a code action that is refused, or waits, says so in a notification', async () => {
    const { window, gateway } = stage();
    gateway.configure({ routeFaults: { chat: 'fault-402' } });
    await requestRefactor(window);
    const refusal = window.notification(creditsUsedUp.says);
    for (const name of creditsUsedUp.offers) {
      await refusal.getByRole('button', { name, exact: true }).waitFor();
    }
    await window.notification(writingNotice).waitFor({ state: 'hidden' });
    await reviewTab(window).waitFor({ state: 'detached' });
    expect(await window.notifications.count()).toBe(1);
    expect(await alerts(window).count()).toBe(0);
    expect(await onDisk(stage())).toBe(countText);
    await window.pressInNotification(creditsUsedUp.says, 'Choose another model');
    await window.quickInput.waitFor('Select Model');
    await window.quickInput.cancel();

    gateway.configure({ routeFaults: { chat: 'fault-429-wait' } });
    await startRefactor(window);
    await window.notification(/Waiting 3[0-2] s, attempt 2 \(rate limit\)/).waitFor();
    await window.pressInNotification(writingNotice, 'Cancel');
    await window.notification(writingNotice).waitFor({ state: 'hidden' });
    expect(await window.notifications.count()).toBe(0);
  });
});
