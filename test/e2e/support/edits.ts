// A proposed change from asking for it to the end of its review, as a user goes through it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { WorkbenchWindow } from '../../harness/workbenchWindow.ts';
import type { Stage } from './stage.ts';

export const writingNotice = 'the proposal is being written';

export const countFile = 'count.js';
export const countText = `// Counts.
var count = 0;

function addOne() {
  var next = count + 1;
  count = next;
  return next;
}

function forget() {
  count = 0;
}
`;
export const proposedLine = '  const next = count + 1;';
/** With lines 4 to 8 refactored by the gateway's script. */
const proposedText = countText
  .replace('  var next = count + 1;', proposedLine)
  .replace('function addOne', "/** Add one. Refactored by the local gateway's script. */\nfunction addOne");

/** Selects the function of the file, and asks for a change of it. */
export async function requestRefactor(window: WorkbenchWindow): Promise<void> {
  await window.openFile(countFile);
  await window.selectLines(4, 8);
  await window.runCommand('OpenCodex: Refactor');
}

/** The same, and waits until its review is in sight. */
export async function startRefactor(window: WorkbenchWindow): Promise<void> {
  await requestRefactor(window);
  await reviewTab(window).waitFor();
}

/** Asks for a change and waits until it is ready for review; gives the proposed file. */
export async function refactor(window: WorkbenchWindow): Promise<string> {
  await startRefactor(window);
  return proposalIsReady(window);
}

export async function proposalIsReady(window: WorkbenchWindow): Promise<string> {
  const text = await window.waitForEditorText((shown) => shown === proposedText, 'modified', 30_000);
  await window.notification(writingNotice).waitFor({ state: 'hidden' });
  return text;
}

export function reviewTab(window: WorkbenchWindow): Locator {
  return window.activeTab(`${countFile}: Refactor (OpenCodex)`);
}

/** A button in the title bar of the active editor. */
export function titleButton(
  window: WorkbenchWindow,
  name: 'Accept Proposed Change' | 'Reject Proposed Change',
): Locator {
  return window.page
    .locator('.editor-group-container.active .editor-actions')
    .getByRole('button', { name: new RegExp(`^${name}`) });
}

/** The bytes on disk as text. */
export function onDisk({ workbench }: Stage): Promise<string> {
  return readFile(join(workbench.folder, countFile), 'utf8');
}

/** Takes the cursor to the right-hand side of the review, at its first line. */
export async function focusProposal(window: WorkbenchWindow): Promise<void> {
  await window.editor('modified').locator('.view-line').first().click();
}

/** What VS Code says at the cursor where a key would have changed the right-hand side too early. */
export function readOnlyRefusal(window: WorkbenchWindow): Locator {
  return window.page.locator('.monaco-editor-overlaymessage').filter({ hasText: 'Editor is read-only' });
}

/** Types at the beginning of the right-hand side. The editor may hear later than we that it can be changed: then it refuses the first key. */
export async function typeInProposal(window: WorkbenchWindow, text: string): Promise<void> {
  const { keyboard } = window.page;
  const [first = '', ...rest] = text;
  const before = await window.editorText('modified');
  const refusal = readOnlyRefusal(window);
  const effectOfKey = async (): Promise<'typed' | 'refused' | undefined> => {
    if ((await window.editorText('modified')) !== before) {
      return 'typed';
    }
    return (await refusal.isVisible()) ? 'refused' : undefined;
  };
  await focusProposal(window);
  let effect: 'typed' | 'refused' | undefined;
  while (effect !== 'typed') {
    // The refusal stands until the cursor moves.
    await keyboard.press('End');
    await keyboard.press('Home');
    await refusal.waitFor({ state: 'hidden' });
    await keyboard.press(first);
    effect = await window.waitFor(effectOfKey, (seen) => seen !== undefined);
  }
  await keyboard.type(rest.join(''));
}
