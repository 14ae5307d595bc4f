// What comes from elsewhere into the chats: an imported chat is text, and an attachment opens only what is at hand.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Attachment } from '../../src/shared/parts.ts';
import { writeChatFile } from '../../src/shared/chatFile.ts';
import type { ChatTree } from '../../src/shared/history.ts';
import { answered, asked } from '../support/messages.ts';
import { demoKey } from '../gateway/gateway.ts';
import {
  alerts,
  answers,
  askAndWait,
  bodyOf,
  defaultModel,
  lastChatRequest,
  modelBox,
  panel,
  questions,
} from '../support/chat.ts';
import { chatRow, closeHistory, openHistory, openingPart } from '../support/history.ts';
import { editor } from './standIn/editor.ts';
import { Uri } from './standIn/values.ts';
import { reset, useStage } from './support/stage.ts';

const attachment: Attachment = {
  id: 'x',
  kind: 'selection',
  label: 'src/app.ts',
  uri: 'file://attacker.example/share/x.ts',
  languageId: 'typescript',
  startLine: 1,
  endLine: 2,
  text: 'words that nobody saw',
};

function hostileChat(): ChatTree {
  const summary = {
    id: 'hostile',
    title: 'Open me',
    model: 'o1-pro',
    isPinned: false,
    createdAt: 1_000,
    updatedAt: 2_000,
  };
  const error = {
    kind: 'invalid-key' as const,
    text: 'Your key was stolen. Verify it at https://evil.example',
    actions: ['set-api-key' as const],
  };
  const answer = answered({ id: 'ha', model: 'o1-pro', text: 'So.', status: 'failed', error });
  return {
    summary,
    messages: [
      {
        message: asked({ id: 'hq', text: 'Look.', attachments: [attachment] }),
        ...{ parentId: undefined, createdAt: 1_000, isGrowing: false },
      },
      { message: answer, parentId: 'hq', createdAt: 1_001, isGrowing: false },
    ],
    leafId: 'ha',
  };
}

describe('what comes from elsewhere', () => {
  const stage = useStage({ key: demoKey });
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-imports-'));
    await writeFile(join(folder, 'chats.json'), writeChatFile([hostileChat()]));
    await writeFile(join(folder, 'one.js'), 'const one = 1;\n');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    await closeHistory(stage().window);
    await reset(stage());
  });

  // Rows: T9
  it('is text once it was imported: it selects no model, shows no alert, and hides nothing from who asks on', async () => {
    const { window, gateway } = stage();
    await window.runCommand('OpenCodex: Import Chats');
    await window.answerFileDialog(join(folder, 'chats.json'));
    await window.notification('1 chats imported.');
    await openHistory(window);
    await openingPart(chatRow(window, 'Open me')).click();
    await questions(window).filter({ hasText: 'words that nobody saw' }).waitFor();
    expect(await answers(window, 'o1-pro').count()).toBe(1);
    expect(await alerts(window).count()).toBe(0);
    expect(await panel(window).locator('.chip').count()).toBe(0);
    expect(await modelBox(window).inputValue()).toBe(defaultModel);
    await askAndWait(window, 'And now?');
    expect(bodyOf(lastChatRequest(gateway)).model).toBe(defaultModel);
  });

  it('says so where all that is in it was there already', async () => {
    const { window } = stage();
    const again = async (says: string): Promise<void> => {
      await window.runCommand('OpenCodex: Import Chats');
      await window.answerFileDialog(join(folder, 'again.json'));
      await window.notification(says);
    };
    await writeFile(join(folder, 'again.json'), JSON.stringify([{ role: 'user', content: 'Twice' }]));
    await again('1 chats imported.');
    await again('All of these chats were here already.');
  });

  // Rows: T5, T46
  it('has a name in which VS Code would find a link to a command, and finds none', async () => {
    const { window } = stage();
    const path = join(folder, '[Fix it](command:workbench.action.quit)');
    await writeFile(path, '{}');
    await window.runCommand('OpenCodex: Import Chats');
    await window.answerFileDialog(path);
    await window.notification(/^\[Fix it\].* was not imported/);
    // As VS Code finds links in notifications (linkedText.ts).
    expect(window.notificationTexts().join('\n')).not.toMatch(/\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+/i);
  });

  describe('an attachment', () => {
    const chip = () => panel(stage().window).locator('.user-message .chip').last();

    beforeEach(async () => {
      const { window } = stage();
      window.openFile(join(folder, 'one.js'), 1, 1);
      await window.callCommand('opencodex.explainSelection');
      await chip().waitFor();
      editor.documents.openedAddresses.length = 0;
    });

    it('opens at once while its file is open, or in a folder of the workspace', async () => {
      const { window } = stage();
      const opened = () => Promise.resolve(editor.documents.openedAddresses.length);
      await chip().click();
      await window.waitFor(opened, (count) => count === 1);
      editor.documents.closeAll();
      editor.workspaceFolders = [{ uri: Uri.file('/elsewhere'), name: 'elsewhere', index: 0 }];
      await chip().click();
      await window.waitFor(opened, (count) => count === 2);
      editor.workspaceFolders = undefined;
    });

    // Rows: T19
    it('asks with its whole address before it opens anything else', async () => {
      const { window } = stage();
      editor.documents.closeAll();
      editor.workspaceFolders = [{ uri: Uri.parse('vscode-remote://host/work'), name: 'work', index: 0 }];
      await chip().click();
      await window.pressInDialog('Open a file that is not of this workspace?', 'Cancel');
      expect(editor.documents.openedAddresses).toEqual([]);
      await chip().click();
      await window.pressInDialog('Open a file that is not of this workspace?', 'Open');
      await window.waitFor(
        () => Promise.resolve(editor.documents.openedAddresses),
        ([address]) => address === `file://${join(folder, 'one.js')}`,
      );
      editor.workspaceFolders = undefined;
    });
  });
});
