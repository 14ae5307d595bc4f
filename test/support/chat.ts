// The chat panel by role and accessible name, as a screen reader sees it (product.md).
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { JournalEntry } from '../gateway/journal.ts';
import type { Gateway } from '../gateway/gateway.ts';

export const defaultModel = 'deepseek-chat';

/** A document that contains our panel. */
export type PanelDocument = Pick<FrameLocator & Page, 'getByRole' | 'getByText' | 'locator'>;

/** A window with our panel, in a real VS Code or in the stand-in. */
export interface ChatWindow {
  readonly chatPanel: PanelDocument;
  runCommand(title: string): Promise<void>;
  waitFor<Value>(read: () => Promise<Value>, condition: (value: Value) => boolean, timeoutMs?: number): Promise<Value>;
}

/** The panel's document. */
export function panel(window: ChatWindow): PanelDocument {
  return window.chatPanel;
}

/** Shows the panel, whatever is in the side bar now. */
export async function showChat(window: ChatWindow): Promise<void> {
  await window.runCommand('OpenCodex: Focus on Chat View');
  await messageBox(window).waitFor();
}

export function button(window: ChatWindow, name: string): Locator {
  return panel(window).getByRole('button', { name, exact: true });
}

export function messageBox(window: ChatWindow): Locator {
  return panel(window).getByRole('textbox', { name: 'Message', exact: true });
}

export function sendButton(window: ChatWindow): Locator {
  return button(window, 'Send');
}

export function stopButton(window: ChatWindow): Locator {
  return button(window, 'Stop');
}

export function newChatButton(window: ChatWindow): Locator {
  return button(window, 'New chat');
}

/** Starts a new chat and waits until the panel shows no message. */
export async function newChat(window: ChatWindow): Promise<void> {
  await newChatButton(window).click();
  await window.waitFor(
    () => panel(window).getByRole('article').count(),
    (count) => count === 0,
  );
}

export function setApiKeyButton(window: ChatWindow): Locator {
  return button(window, 'Set API key');
}

export function modelBox(window: ChatWindow): Locator {
  return panel(window).getByRole('combobox', { name: 'Model', exact: true });
}

export function conversation(window: ChatWindow): Locator {
  return panel(window).getByRole('log', { name: 'Conversation', exact: true });
}

export function questions(window: ChatWindow): Locator {
  return panel(window).getByRole('article', { name: 'You', exact: true });
}

export function answers(window: ChatWindow, model: string = defaultModel): Locator {
  return panel(window).getByRole('article', { name: model, exact: true });
}

export function lastAnswer(window: ChatWindow, model?: string): Locator {
  return answers(window, model).last();
}

/** The live region, which tells screen readers about the answer. */
export function liveRegion(window: ChatWindow): Locator {
  return panel(window).getByRole('status');
}

/** Waits until the live region contains `text`. */
export async function liveRegionSays(window: ChatWindow, text: string): Promise<void> {
  await liveRegion(window).filter({ hasText: text }).waitFor({ state: 'attached' });
}

/** The line that says what an unfinished answer is waiting for. */
export function waitingLine(window: ChatWindow): Locator {
  return panel(window).locator('.waiting');
}

export function alerts(window: ChatWindow): Locator {
  return panel(window).getByRole('alert');
}

/** Sends a message and waits until its answer has begun or failed. */
export async function ask(window: ChatWindow, text: string, model?: string): Promise<void> {
  const before = await answers(window, model).count();
  await messageBox(window).fill(text);
  await messageBox(window).press('Enter');
  await answers(window, model).nth(before).waitFor();
}

/** Waits until no answer is being written, and the last one is fully drawn. */
export async function answerEnds(window: ChatWindow): Promise<void> {
  await sendButton(window).waitFor({ timeout: 30_000 });
  // The buttons change first; the text is drawn in the following frame.
  await messageBox(window).evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      }),
  );
}

/** Sends a message and waits until its answer has ended. */
export async function askAndWait(window: ChatWindow, text: string, model?: string): Promise<void> {
  await ask(window, text, model);
  await answerEnds(window);
}

/** Waits until the last answer contains `text`. */
export async function waitForText(window: ChatWindow, text: string): Promise<void> {
  await lastAnswer(window).filter({ hasText: text }).waitFor();
}

/** Clicks a button of the last answer, or of the alert in it. */
export async function pressInAnswer(window: ChatWindow, name: string): Promise<void> {
  await lastAnswer(window).getByRole('button', { name, exact: true }).click();
}

export function chatRequests(gateway: Gateway): readonly JournalEntry[] {
  return gateway.journal.entries.filter(({ path }) => path.endsWith('/chat/completions'));
}

export function lastChatRequest(gateway: Gateway): JournalEntry {
  const entry = chatRequests(gateway).at(-1);
  if (entry === undefined) {
    throw new Error('The gateway got no chat request.');
  }
  return entry;
}

interface SentBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** The body of a chat request, which the gateway has validated. */
export function bodyOf(entry: JournalEntry): SentBody {
  return entry.body as SentBody;
}
