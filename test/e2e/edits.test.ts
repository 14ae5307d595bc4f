// Explain and Refactor from everywhere they are offered, and the review of a proposed change.
import { beforeEach, describe, expect, it } from 'vitest';
import type { WorkbenchWindow } from '../harness/workbenchWindow.ts';
import { answerEnds, answers, bodyOf, chatRequests, lastChatRequest, questions } from '../support/chat.ts';
import {
  countFile,
  countText,
  focusProposal,
  onDisk,
  proposalIsReady,
  proposedLine,
  readOnlyRefusal,
  refactor,
  reviewTab,
  startRefactor,
  titleButton,
  typeInProposal,
  writingNotice,
} from './support/edits.ts';
import { reloadWindow, reset, useSharedStage } from './support/stage.ts';

const functionText = countText.split('\n').slice(3, 8).join('\n');

/** Picks from the submenu of the right-click menu on the selected lines. */
async function pickFromMenu(window: WorkbenchWindow, item: 'Explain' | 'Refactor'): Promise<void> {
  await window.editor().getByText('function addOne').click({ button: 'right' });
  await window.page.getByRole('menuitem', { name: 'OpenCodex', exact: true }).hover();
  // By keys: a menu takes no click in the first moments after it has opened.
  await window.page.keyboard.press('ArrowRight');
  const focused = window.page.locator('.monaco-submenu .action-item.focused');
  await focused.filter({ hasText: 'Explain' }).waitFor();
  if (item === 'Refactor') {
    await window.page.keyboard.press('ArrowDown');
  }
  await focused.filter({ hasText: item }).waitFor();
  await window.page.keyboard.press('Enter');
}

async function pickFromLightbulb(window: WorkbenchWindow, item: string): Promise<void> {
  // The lightbulb asks for its actions by itself; VS Code drops what keys ask for meanwhile.
  await window.editor().locator('.codicon-gutter-lightbulb, .lightBulbWidget').first().waitFor();
  await window.page.keyboard.press('ControlOrMeta+.');
  await window.page.locator('.action-widget').getByText(item, { exact: true }).click();
}

const stage = useSharedStage({ [countFile]: countText });
beforeEach(() => reset(stage()));

describe('code actions', () => {
  async function selectFunction(): Promise<void> {
    const { window } = stage();
    await window.openFile(countFile);
    await window.selectLines(4, 8);
  }

  async function expectExplanation(): Promise<void> {
    const { window, gateway } = stage();
    await questions(window).getByText(`${countFile}:4-8`).waitFor();
    await answers(window).waitFor();
    await answerEnds(window);
    const question = bodyOf(lastChatRequest(gateway)).messages.at(-1)?.content ?? '';
    expect(question).toContain('Explain this code');
    expect(question).toContain(functionText);
  }

  async function expectProposal(): Promise<void> {
    const { window, gateway } = stage();
    await proposalIsReady(window);
    expect(await window.editorText('original')).toBe(countText);
    const request = bodyOf(lastChatRequest(gateway)).messages.at(-1)?.content ?? '';
    expect(request.trimEnd().endsWith(`\`\`\`javascript\n${functionText}\n\`\`\``)).toBe(true);
  }

  it('Explain is in the right-click menu', async () => {
    await selectFunction();
    await pickFromMenu(stage().window, 'Explain');
    await expectExplanation();
  });

  it('Refactor is in the right-click menu', async () => {
    await selectFunction();
    await pickFromMenu(stage().window, 'Refactor');
    await expectProposal();
  });

  it('Explain is in the lightbulb', async () => {
    await selectFunction();
    await pickFromLightbulb(stage().window, 'Explain with OpenCodex');
    await expectExplanation();
  });

  it('Refactor is in the lightbulb', async () => {
    await selectFunction();
    await pickFromLightbulb(stage().window, 'Refactor with OpenCodex');
    await expectProposal();
  });
});

describe('the review of a proposed change', () => {
  /** The file in front holds exactly this, and nothing was saved. */
  async function expectFile(text: string): Promise<void> {
    const { window } = stage();
    await window.activeTab(countFile).filter({ hasNotText: 'OpenCodex' }).waitFor();
    await window.waitForEditorText((shown) => shown === text);
    expect(await onDisk(stage())).toBe(countText);
  }

  /** As `expectFile`, with the cursor where the first change is: that is the last thing that accepting does. */
  async function expectAccepted(text: string, cursor = 'Ln 4, Col 1'): Promise<void> {
    await expectFile(text);
    await stage().window.page.locator('[id="status.editor.selection"]').filter({ hasText: cursor }).waitFor();
  }

  async function undo(): Promise<void> {
    const { window } = stage();
    await window.page.locator('.part.editor .monaco-editor.focused').waitFor();
    await window.page.keyboard.press('ControlOrMeta+Z');
  }

  it('fills while the answer streams, read-only until its end', async () => {
    const { window, gateway } = stage();
    gateway.configure({ tokensPerSecond: 5 });
    await startRefactor(window);
    await window.waitForEditorText((text) => text.includes('/** Add one.'), 'modified');
    expect(await window.editorText('modified')).not.toContain(proposedLine);
    await focusProposal(window);
    await window.page.keyboard.press('x');
    await readOnlyRefusal(window).waitFor();
    await window.page.keyboard.press('ControlOrMeta+Enter');
    await window.notification('The proposal is still being written.').waitFor();
    gateway.configure({ tokensPerSecond: 0 });
    const proposed = await proposalIsReady(window);
    expect(proposed).not.toContain('x/');
    expect(await window.editorText('original')).toBe(countText);
  });

  it('is not taken back into the middle of the stream by an undo', async () => {
    const { window, gateway } = stage();
    gateway.configure({ tokensPerSecond: 40 });
    const proposed = await refactor(window);
    await typeInProposal(window, '// Mine. ');
    await window.waitForEditorText((text) => text === `// Mine. ${proposed}`, 'modified');
    for (let press = 0; press < 12; press += 1) {
      await window.page.keyboard.press('ControlOrMeta+Z');
    }
    await window.waitForEditorText((text) => text === proposed, 'modified');
    await window.page.keyboard.press('ControlOrMeta+Enter');
    await expectAccepted(proposed);
  });

  // Rows: F24
  it('Accept in the title bar writes the proposal as one undo step', async () => {
    const { window } = stage();
    const proposed = await refactor(window);
    await titleButton(window, 'Accept Proposed Change').click();
    await expectAccepted(proposed);
    await undo();
    await expectFile(countText);
  });

  it('Escape does not reject; keys and title button do, leaving every byte, Restore brings the proposal back, Ctrl+Enter accepts it', async () => {
    const { window } = stage();
    const { keyboard } = window.page;
    const proposed = await refactor(window);
    await focusProposal(window);
    await keyboard.press('Escape');
    await window.runCommand('Notifications: Clear All Notifications');
    expect(await reviewTab(window).isVisible()).toBe(true);
    await titleButton(window, 'Accept Proposed Change').waitFor();
    await focusProposal(window);
    for (const reject of [
      () => keyboard.press('ControlOrMeta+Shift+Backspace'),
      () => titleButton(window, 'Reject Proposed Change').click(),
    ]) {
      await reject();
      await window.notification('The proposed change was rejected.').waitFor();
      expect(await window.page.locator('.tab').filter({ hasText: 'OpenCodex' }).count()).toBe(0);
      await expectFile(countText);
      await window.pressInNotification('The proposed change was rejected.', 'Restore');
      await reviewTab(window).waitFor();
      await window.waitForEditorText((text) => text === proposed, 'modified');
      await focusProposal(window);
    }
    await keyboard.press('ControlOrMeta+Enter');
    await expectAccepted(proposed);
    await undo();
    await expectFile(countText);
  });

  // Rows: F23
  it('an answer that was cut off asks before it is accepted', async () => {
    const { window, gateway } = stage();
    const before = chatRequests(gateway).length;
    gateway.configure({ routeFaults: { chat: 'fault-cut' } });
    await startRefactor(window);
    await window.notification('The answer may be incomplete').waitFor();
    await focusProposal(window);
    await window.page.keyboard.press('ControlOrMeta+Enter');
    await window.dialog.filter({ hasText: 'this proposal may be incomplete.' }).waitFor();
    await window.pressInDialog('Cancel');
    expect(await reviewTab(window).isVisible()).toBe(true);
    expect(await window.editorText('original')).toBe(countText);
    expect(await onDisk(stage())).toBe(countText);
    const partial = await window.editorText('modified');
    await titleButton(window, 'Accept Proposed Change').click();
    await window.pressInDialog('Accept Anyway');
    await expectAccepted(partial);
    expect(chatRequests(gateway)).toHaveLength(before + 1);
  });

  it('ends the request when the notification is cancelled, and changes nothing', async () => {
    const { window, gateway } = stage();
    gateway.configure({ tokensPerSecond: 4 });
    await startRefactor(window);
    await window.waitForEditorText((text) => text.includes('/** Add one.'), 'modified');
    const { id } = lastChatRequest(gateway);
    await window.pressInNotification(writingNotice, 'Cancel');
    await gateway.journal.next((entry) => entry.id === id && entry.outcome === 'aborted');
    await window.notification(writingNotice).waitFor({ state: 'hidden' });
    expect(await window.notifications.count()).toBe(0);
    expect(await onDisk(stage())).toBe(countText);
    await titleButton(window, 'Reject Proposed Change').click();
    await expectFile(countText);
  });

  it('takes edits by hand, and closing it never asks', async () => {
    const { window } = stage();
    const proposed = await refactor(window);
    await typeInProposal(window, '// By hand: ');
    const byHand = `// By hand: ${proposed}`;
    await window.waitForEditorText((text) => text === byHand, 'modified');
    await window.page.keyboard.press('ControlOrMeta+Enter');
    await expectAccepted(byHand, 'Ln 1, Col 4');
    await undo();
    await expectFile(countText);

    await refactor(window);
    await typeInProposal(window, '// Not to be kept: ');
    // VS Code asks about what is still on its way into the file.
    await reviewTab(window).and(window.page.locator('.dirty')).waitFor({ state: 'detached' });
    await window.runCommand('View: Close Editor');
    await reviewTab(window).waitFor({ state: 'detached' });
    expect(await window.dialog.count()).toBe(0);
    await expectFile(countText);
  });

  it('can be copied where the file was changed in the same place meanwhile', async () => {
    const { window } = stage();
    const proposed = await refactor(window);
    const tabs = window.page.locator('.tab').filter({ hasText: countFile });
    await tabs.filter({ hasNotText: 'OpenCodex' }).click();
    await window.activeTab(countFile).filter({ hasNotText: 'OpenCodex' }).waitFor();
    await window.goToLine(5);
    await window.page.keyboard.type('// Mine. ');
    await window.waitForEditorText((text) => text.includes('// Mine. '));
    const problem = 'The file was changed where this proposal changes it. Nothing was written';
    const acceptInVain = async (): Promise<void> => {
      await tabs.filter({ hasText: 'OpenCodex' }).click();
      await reviewTab(window).waitFor();
      await titleButton(window, 'Accept Proposed Change').click();
      await window.notification(problem).waitFor();
    };
    const copyProposal = async (): Promise<void> => {
      await window.page.evaluate(() => navigator.clipboard.writeText(''));
      await window.pressInNotification(problem, 'Copy proposal');
      await window.waitFor(
        () => window.page.evaluate(() => navigator.clipboard.readText()),
        (text) => text === proposed,
      );
    };
    await acceptInVain();
    await copyProposal();
    expect(await onDisk(stage())).toBe(countText);
    expect(await reviewTab(window).isVisible()).toBe(true);

    await acceptInVain();
    await tabs.filter({ hasNotText: 'OpenCodex' }).click();
    await window.activeTab(countFile).filter({ hasNotText: 'OpenCodex' }).waitFor();
    await window.runCommand('File: Revert File');
    await window.waitForEditorText((text) => text === countText);
    await tabs.filter({ hasText: 'OpenCodex' }).click();
    await reviewTab(window).waitFor();
    await titleButton(window, 'Accept Proposed Change').click();
    await reviewTab(window).waitFor({ state: 'hidden' });
    // What the button offers is still the proposal, though it has gone.
    await copyProposal();
  });

  it('leaves no broken tab after a reload of the window', async () => {
    const { window } = stage();
    await refactor(window);
    await reloadWindow(window);
    await window.activeTab(countFile).filter({ hasNotText: 'OpenCodex' }).waitFor();
    expect(await window.page.locator('.tab').filter({ hasText: 'OpenCodex' }).count()).toBe(0);
    expect(await window.notificationTexts()).toEqual([]);
    await window.waitForEditorText((text) => text === countText);
  });
});
