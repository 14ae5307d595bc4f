// The list of stored chats, by role and accessible name.
import type { Locator } from 'playwright-core';
import { button, type ChatWindow, panel } from './chat.ts';

export function historyList(window: ChatWindow): Locator {
  return panel(window).getByRole('region', { name: 'Chats', exact: true });
}

export function searchBox(window: ChatWindow): Locator {
  return panel(window).getByRole('searchbox', { name: 'Search chats', exact: true });
}

/** The row of the chat that contains `text`. */
export function chatRow(window: ChatWindow, text: string): Locator {
  return historyList(window).getByRole('listitem').filter({ hasText: text });
}

/** The part of a row that opens its chat. */
export function openingPart(row: Locator): Locator {
  return row.getByRole('button').first();
}

export async function openHistory(window: ChatWindow): Promise<void> {
  if (!(await searchBox(window).isVisible())) {
    await button(window, 'History').click();
  }
  await searchBox(window).waitFor();
}

export async function pressInRow(row: Locator, name: string): Promise<void> {
  await row.hover();
  await row.getByRole('button', { name, exact: true }).click();
}

/** Waits until the titles of the list, from top to bottom, satisfy the condition. */
export async function waitForTitles(
  window: ChatWindow,
  condition: (titles: readonly string[]) => boolean,
  timeoutMs?: number,
): Promise<readonly string[]> {
  return await window.waitFor(
    () => historyList(window).locator('.history-title').allInnerTexts(),
    condition,
    timeoutMs,
  );
}

/** Closes the list if it is open. */
export async function closeHistory(window: ChatWindow): Promise<void> {
  if (await searchBox(window).isVisible()) {
    await button(window, 'Close history').click();
  }
}
