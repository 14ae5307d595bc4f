// The list of kept chats by role and accessible name.
import type { Locator } from 'playwright-core';
import type { WorkbenchWindow } from '../../harness/workbenchWindow.ts';
import { button, panel } from '../../support/chat.ts';

/** In milliseconds. */
const actsWithinMs = 1_000;

export function historyList(window: WorkbenchWindow): Locator {
  return panel(window).getByRole('region', { name: 'Chats', exact: true });
}

export function searchBox(window: WorkbenchWindow): Locator {
  return panel(window).getByRole('searchbox', { name: 'Search chats', exact: true });
}

/** The row of the chat whose text contains `text`. */
export function chatRow(window: WorkbenchWindow, text: string): Locator {
  return historyList(window).getByRole('listitem').filter({ hasText: text });
}

/** The part of a row that opens its chat. */
export function openingPart(row: Locator): Locator {
  return row.getByRole('button').first();
}

export async function openHistory(window: WorkbenchWindow): Promise<void> {
  if (!(await searchBox(window).isVisible())) {
    await button(window, 'History').click();
  }
  await searchBox(window).waitFor();
}

export async function pressInRow(row: Locator, name: string): Promise<void> {
  await row.hover();
  await row.getByRole('button', { name, exact: true }).click();
}

/** Waits until the titles of the list, in their order, satisfy the condition. */
export async function waitForTitles(
  window: WorkbenchWindow,
  condition: (titles: readonly string[]) => boolean,
  timeoutMs?: number,
): Promise<readonly string[]> {
  return await window.waitFor(
    () => historyList(window).locator('.history-title').allInnerTexts(),
    condition,
    timeoutMs,
  );
}

/**
 * Answers a file dialog of VS Code in the browser, which is a quick input, and may come a moment after another one that opened it.
 * It hears no Enter while it looks at a path.
 */
export async function answerFileDialog(window: WorkbenchWindow, path: string): Promise<void> {
  const { box } = window.quickInput;
  await box.waitFor();
  let isEntered = false;
  const isAnswered = async (): Promise<boolean> => {
    if (!(await box.isVisible())) {
      return isEntered;
    }
    // The box may go, or be busy, in the middle of each of these.
    const value = await box.inputValue({ timeout: actsWithinMs }).catch(() => '');
    if (value === path) {
      isEntered = true;
      await box.press('Enter', { timeout: actsWithinMs }).catch(() => undefined);
    } else if (value.startsWith('/')) {
      // It proposes a path of its own, which may come a moment after the box, or after ours.
      await box.fill(path, { timeout: actsWithinMs }).catch(() => undefined);
    }
    return false;
  };
  await window.waitFor(isAnswered, Boolean);
}
