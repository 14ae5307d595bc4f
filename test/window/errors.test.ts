// Every way in which an answer can fail: one alert, the right sentence, the buttons that mend it, and nothing lost.
import { beforeEach, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import type { ChatBody } from '../gateway/chatBody.ts';
import { type Alert, creditsUsedUp, cutOff, expectOneAlert, trouble, unreachable } from '../support/alert.ts';
import {
  alerts,
  answerEnds,
  answers,
  ask,
  askAndWait,
  bodyOf,
  chatRequests,
  lastAnswer,
  lastChatRequest,
  liveRegion,
  pressInAnswer,
  questions,
  setApiKeyButton,
  showChat,
  stopButton,
  waitForText,
  waitingLine,
} from '../support/chat.ts';
import { Plug } from '../support/plug.ts';
import { reset, useStage } from './support/stage.ts';

const empty: Alert = { says: 'The model sent nothing.', offers: ['Retry', 'Choose another model'] };

/** Ten pieces, so that the half that a fault lets through is known. */
const pieces = ['one ', 'two ', 'three ', 'four ', 'five ', 'six ', 'seven ', 'eight ', 'nine ', 'ten'];
const firstHalf = 'one two three four five';
const whole = 'one two three four five six seven eight nine ten';

/** Counts to ten, and goes on where an answer was cut off. */
function count({ messages }: ChatBody) {
  const isContinued = JSON.stringify(messages.at(-1)).includes('Continue it exactly');
  return { text: isContinued ? pieces.slice(5) : pieces };
}

describe('errors', () => {
  const stage = useStage({ key: demoKey, settings: { 'opencodex.network.idleTimeout': 2 } });
  beforeEach(() => reset(stage()));

  /** Asks with the fault on; gives how many requests it took. */
  async function failWith(fault: string): Promise<number> {
    const { window, gateway } = stage();
    const before = chatRequests(gateway).length;
    gateway.configure({ routeFaults: { chat: fault }, answer: count });
    await ask(window, `Please fail with ${fault}.`);
    await alerts(window).first().waitFor({ timeout: 20_000 });
    await answerEnds(window);
    return chatRequests(gateway).length - before;
  }

  it.each<Alert & { readonly fault: string; readonly requests: number }>([
    {
      fault: 'fault-400',
      says: 'The gateway did not accept the request.',
      offers: ['Retry', 'Choose another model'],
      requests: 1,
    },
    { fault: 'fault-401', says: 'The API key is invalid, expired or revoked.', offers: ['Set API key'], requests: 1 },
    { fault: 'fault-402', ...creditsUsedUp, requests: 1 },
    {
      fault: 'fault-404',
      says: 'The model or the address was not found.',
      offers: ['Retry', 'Choose another model'],
      requests: 1,
    },
    {
      fault: 'fault-429-hour',
      says: 'Too many requests. Try again in 60 min. That is at ',
      offers: ['Retry'],
      requests: 1,
    },
    { fault: 'fault-500', ...trouble, requests: 3 },
    { fault: 'fault-html', ...trouble, requests: 3 },
    { fault: 'fault-empty', ...empty, requests: 1 },
    { fault: 'fault-reasoning-only', ...empty, requests: 1 },
    { fault: 'fault-refuse', ...unreachable, requests: 3 },
  ])('$fault is told in one alert', async ({ fault, requests, ...alert }) => {
    expect(await failWith(fault)).toBe(requests);
    const { window } = stage();
    await expectOneAlert(window, alert);
    expect(await questions(window).innerText()).toContain(fault);
  });

  it.each<Alert & { readonly fault: string }>([
    { fault: 'fault-cut', ...cutOff },
    { fault: 'fault-cut-done', ...cutOff },
    { fault: 'fault-reset', ...cutOff },
    { fault: 'fault-drop', ...cutOff },
    { fault: 'fault-stall', ...cutOff },
    { fault: 'fault-error-event', ...trouble },
    { fault: 'fault-content-filter', says: 'The content filter of the model ended this answer.', offers: [] },
  ])('$fault keeps what came, with one alert and no second request', async ({ fault, ...alert }) => {
    expect(await failWith(fault)).toBe(1);
    const { window } = stage();
    await expectOneAlert(window, alert);
    expect(await lastAnswer(window).innerText()).toContain(firstHalf);
  });

  it('an answer that reached the token limit can be continued', async () => {
    const { window, gateway } = stage();
    gateway.configure({ answer: () => ({ text: pieces, finishReason: 'length' }) });
    await askAndWait(window, 'Count.');
    await expectOneAlert(window, { says: 'The token limit ended this answer.', offers: ['Continue'] });
    expect(await lastAnswer(window).innerText()).toContain(whole);
  });

  it('Continue goes on in the same article, and the request carries what came', async () => {
    const { window, gateway } = stage();
    await failWith('fault-cut');
    gateway.configure({ routeFaults: {} });
    await pressInAnswer(window, 'Continue');
    await alerts(window).waitFor({ state: 'detached' });
    await answerEnds(window);
    expect(await answers(window).count()).toBe(1);
    expect(await questions(window).count()).toBe(1);
    expect(await lastAnswer(window).innerText()).toContain(whole);
    const sent = bodyOf(lastChatRequest(gateway)).messages.filter(({ role }) => role === 'assistant');
    expect(sent.map(({ content }) => content)).toEqual([`${firstHalf} `]);
  });

  it('Retry asks the same again, and replaces the failed answer', async () => {
    const { window, gateway } = stage();
    await failWith('fault-500');
    gateway.configure({ routeFaults: {} });
    await pressInAnswer(window, 'Retry');
    await lastAnswer(window).getByText(whole).waitFor();
    await answerEnds(window);
    expect(await alerts(window).count()).toBe(0);
    expect(await answers(window).count()).toBe(1);
    expect(await questions(window).count()).toBe(1);
    const sent = bodyOf(lastChatRequest(gateway)).messages;
    expect(sent.map(({ role }) => role)).toEqual(['system', 'user']);
  });

  it('429 with Retry-After is said, and tried again by itself', async () => {
    const { window, gateway } = stage();
    const before = chatRequests(gateway).length;
    gateway.configure({ routeFaults: { chat: 'fault-429' }, answer: count });
    const after = gateway.journal.entries.at(-1)?.id ?? 0;
    const said = liveRegion(window)
      .filter({ hasText: /Waiting [12] s, attempt 2 \(rate limit\)/ })
      .waitFor();
    await ask(window, 'Busy?');
    await gateway.journal.next(({ status }) => status === 429, { after });
    gateway.configure({ routeFaults: {} });
    await said;
    await lastAnswer(window).getByText(whole).waitFor();
    await answerEnds(window);
    expect(await waitingLine(window).count()).toBe(0);
    expect(await alerts(window).count()).toBe(0);
    expect(chatRequests(gateway)).toHaveLength(before + 2);
  });

  it('the wait for another attempt counts down where screen readers do not hear it, and Stop ends it', async () => {
    const { window, gateway } = stage();
    const before = chatRequests(gateway).length;
    gateway.configure({ routeFaults: { chat: 'fault-429-wait' } });
    await ask(window, 'Busy?');
    const isCounting = (text: string): boolean => /^Waiting (?:[1-9]|[12]\d) s, attempt 2 \(rate limit\)$/.test(text);
    await window.waitFor(() => waitingLine(window).innerText(), isCounting);
    expect(
      await lastAnswer(window)
        .locator('[aria-hidden="true"]')
        .filter({ has: waitingLine(window) })
        .count(),
    ).toBe(1);
    expect(await liveRegion(window).innerText()).toMatch(/^Waiting 3[0-2] s, attempt 2 \(rate limit\)$/);
    expect(await alerts(window).count()).toBe(0);
    await stopButton(window).click();
    await answerEnds(window);
    expect(await waitingLine(window).count()).toBe(0);
    expect(await liveRegion(window).innerText()).toBe('Stopped');
    expect(await alerts(window).count()).toBe(0);
    expect(chatRequests(gateway)).toHaveLength(before + 1);
  });

  it('a panel that is opened during the wait goes on counting', async () => {
    const { window, gateway } = stage();
    gateway.configure({ routeFaults: { chat: 'fault-429-wait' } });
    await ask(window, 'Busy?');
    await waitingLine(window).filter({ hasText: 'attempt 2' }).waitFor();
    await window.setPanelVisible(false);
    await waitingLine(window).waitFor({ state: 'hidden' });
    await showChat(window);
    await waitingLine(window)
      .filter({ hasText: /Waiting \d+ s, attempt 2/ })
      .waitFor();
    await stopButton(window).click();
    await answerEnds(window);
  });

  it('the buttons open what they name', async () => {
    const { window } = stage();
    await failWith('fault-402');
    await pressInAnswer(window, 'Top up');
    await window.waitFor(
      () => Promise.resolve(window.openedAddresses),
      (addresses) => addresses.some((address) => address.includes('https://opencodex.hk')),
    );
    await pressInAnswer(window, 'Choose another model');
    await window.quickInput.waitFor('Select Model');
    await window.quickInput.cancel();
    await failWith('fault-401');
    await setApiKeyButton(window).click();
    await window.quickInput.waitFor('Set API Key');
    await window.quickInput.cancel();
  });

  // Rows: T37
  it('Diagnose opens a report that has no key in it', async () => {
    const { window, gateway } = stage();
    await failWith('fault-refuse');
    await pressInAnswer(window, 'Diagnose');
    const report = await window.waitForShownText((text) => text.includes('Balance'));
    expect(report).toContain(gateway.baseUrl);
    expect(report).toContain('API key: kept');
    expect(report).toContain('✓ Model list: Status: 200; 13 models');
    expect(report).not.toContain(demoKey);
    expect(report).not.toContain('sk-live-');
  });

  // Rows: T35
  it.each(['fault-redirect', 'fault-redirect-307', 'fault-redirect-308'])('%s is not followed', async (fault) => {
    expect(await failWith(fault)).toBe(1);
    const { window, gateway } = stage();
    await expectOneAlert(window, unreachable);
    const { port } = new URL(gateway.origin);
    expect(await alerts(window).textContent()).toContain(`http://localhost:${port}`);
    expect(gateway.journal.entries.filter(({ path }) => path.includes('elsewhere'))).toEqual([]);
  });

  it('a gateway that is not there can be asked again once it is', async () => {
    const { window, gateway } = stage();
    const plug = await Plug.create();
    window.changeSettings({ 'opencodex.baseUrl': plug.baseUrl });
    await setApiKeyButton(window).waitFor();
    plug.gateway.configure({ tokensPerSecond: 20, answer: () => ({ text: pieces.concat(pieces, pieces) }) });
    await ask(window, 'Count slowly.');
    await waitForText(window, 'one two three');
    await plug.pull();
    await answerEnds(window);
    await expectOneAlert(window, cutOff);
    expect(await lastAnswer(window).innerText()).toContain('one two three');

    await pressInAnswer(window, 'Retry');
    await expectOneAlert(window, { ...unreachable, offers: ['Diagnose', 'Continue', 'Retry'] });
    expect(await lastAnswer(window).innerText()).toContain('one two three');
    await plug.push({ answer: count });
    await pressInAnswer(window, 'Retry');
    await lastAnswer(window).getByText(whole).waitFor();
    expect(await alerts(window).count()).toBe(0);
    await plug.pull();
    window.changeSettings({ 'opencodex.baseUrl': gateway.baseUrl });
    await setApiKeyButton(window).waitFor({ state: 'hidden' });
  });
});
