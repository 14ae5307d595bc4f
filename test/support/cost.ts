// What answers cost: as the panel says it, and as the gateway counted it.
import type { Locator } from 'playwright-core';
import type { Gateway } from '../gateway/gateway.ts';
import { type ChatWindow, lastAnswer, lastChatRequest, panel } from './chat.ts';

const costIsKnownWithinMs = 30_000;

/** The credits in the line below the last answer, with their explanation; waits for them. */
export async function lastCost(
  window: ChatWindow,
  model?: string,
): Promise<{ readonly text: string; readonly how: string }> {
  const fact = lastAnswer(window, model).locator('.fact.cost');
  await fact.waitFor({ timeout: costIsKnownWithinMs });
  return { text: (await fact.innerText()).trim(), how: (await fact.getAttribute('title')) ?? '' };
}

/** What the gateway took for the last answer, as the panel writes it. */
export function charged(gateway: Gateway): string {
  const credits = lastChatRequest(gateway).chargedMicros / 1e6;
  const precision = credits >= 1 ? { maximumFractionDigits: 2 } : { maximumSignificantDigits: 3 };
  return `${new Intl.NumberFormat('en', precision).format(credits)} credits`;
}

/** What the message that is being written may take, in the line below its box. */
export function estimate(window: ChatWindow): Locator {
  return panel(window).locator('.estimate');
}

/** How an answer's cost is explained that was measured before any price was known. */
export const measuredWithoutPrice = 'Measured, if nothing else used the account: no price is known yet to check it by.';
