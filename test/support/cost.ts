// The costs of answers, as the panel shows them and as the gateway charged them.
import type { Locator } from 'playwright-core';
import type { Gateway } from '../gateway/gateway.ts';
import { type ChatWindow, lastAnswer, lastChatRequest, panel } from './chat.ts';

const costIsKnownWithinMs = 30_000;

/** Waits for the cost below the last answer; returns its text and its tooltip, which explains it. */
export async function lastCost(
  window: ChatWindow,
  model?: string,
): Promise<{ readonly text: string; readonly how: string }> {
  const fact = lastAnswer(window, model).locator('.fact.cost');
  await fact.waitFor({ timeout: costIsKnownWithinMs });
  return { text: (await fact.innerText()).trim(), how: (await fact.getAttribute('title')) ?? '' };
}

/** The amount that the gateway charged for the last answer, in the panel's format. */
export function charged(gateway: Gateway): string {
  const credits = lastChatRequest(gateway).chargedMicros / 1e6;
  const precision = credits >= 1 ? { maximumFractionDigits: 2 } : { maximumSignificantDigits: 3 };
  return `${new Intl.NumberFormat('en', precision).format(credits)} credits`;
}

/** The line below the message box that estimates the cost of the current draft. */
export function estimate(window: ChatWindow): Locator {
  return panel(window).locator('.estimate');
}

/** The explanation of a cost that was measured before any price was known. */
export const measuredWithoutPrice = 'Measured, if nothing else used the account: no price is known yet to check it by.';
