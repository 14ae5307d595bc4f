// Where code comes from: texts that are on no disk, or other than there, huge ones, and files of the same name in two folders.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { answerEnds, answers, bodyOf, chatRequests, lastChatRequest, panel } from '../support/chat.ts';
import { editor } from './standIn/editor.ts';
import { Uri } from './standIn/values.ts';
import { reset, useStage } from './support/stage.ts';

const explain = 'opencodex.explainSelection';
const refactor = 'opencodex.refactorSelection';

describe('code is sent', () => {
  const stage = useStage({ key: demoKey });
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-sources-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    editor.documents.closeAll();
    await reset(stage());
  });

  /** What goes to the model, once its answer has come. */
  async function explained(): Promise<string> {
    const { window, gateway } = stage();
    await window.callCommand(explain);
    await answers(window).first().waitFor();
    await answerEnds(window);
    return bodyOf(lastChatRequest(gateway))
      .messages.map(({ content }) => content)
      .join('\n');
  }

  // Rows: F30
  it('from a file that is on no disk', async () => {
    const { window } = stage();
    const address = 'vscode-vfs://github/owner/app/one.js';
    window.openText(address, 'const far = 1;');
    expect(await explained()).toContain('const far = 1;');
    await panel(window).locator('.user-message .chip').last().click();
    await window.waitForShownText((text) => text === 'const far = 1;');
    expect(editor.documents.openedAddresses.at(-1)).toBe(address);
  });

  // Rows: F32
  it('as the editor shows it, not as it was saved', async () => {
    await writeFile(join(folder, 'dirty.js'), 'const saved = 1;\n');
    stage().window.openText(Uri.file(join(folder, 'dirty.js')).toString(), 'const typed = 2;');
    const sent = await explained();
    expect(sent).toContain('const typed = 2;');
    expect(sent).not.toContain('saved');
  });

  // Rows: F33
  it('from the folder in which the user is, where another one has a file of that name', async () => {
    const { window } = stage();
    editor.workspaceFolders = ['one', 'two'].map((name, index) => ({ uri: Uri.file(`/work/${name}`), name, index }));
    window.openText('file:///work/one/src/same.js', 'const first = 1;');
    window.openText('file:///work/two/src/same.js', 'const second = 2;');
    const sent = await explained();
    expect(sent).toContain('const second = 2;');
    expect(sent).not.toContain('first');
    await panel(window).locator('.user-message .chip').last().click();
    await window.waitForShownText((text) => text === 'const second = 2;');
    expect(editor.documents.openedAddresses.at(-1)).toBe('file:///work/two/src/same.js');
    editor.workspaceFolders = undefined;
  });

  // Rows: F31
  it.each([
    ['Explain', explain],
    ['Refactor', refactor],
  ])('only once the user agrees where it is very long: %s', async (_name, id) => {
    const { window, gateway } = stage();
    const before = chatRequests(gateway).length;
    window.openText('file:///work/bundle.js', 'x'.repeat(2_000_000));
    const call = window.callCommand(id);
    await window.pressInDialog('Send code of /work/bundle.js to the model?', 'Cancel');
    await call;
    window.openText('file:///work/short.js', 'x'.repeat(200_000));
    const sent = gateway.journal.next(({ path }) => path.endsWith('/chat/completions'), {
      after: chatRequests(gateway)[before - 1]?.id ?? 0,
    });
    const asked = window.callCommand(explain);
    expect(JSON.stringify((await sent).body)).not.toContain('bundle.js');
    await asked;
    await answerEnds(window);
  });

  // Rows: F28, F29
  it.each([
    ['a cell of a notebook', 'vscode-notebook-cell:/work/a.ipynb#W0', 'OpenCodex changes text files only'],
    ['a log', 'output:tasks', 'OpenCodex changes text files only'],
    ['a file of a commit', 'git:/work/one.js?HEAD', 'The file cannot be edited.'],
  ])('to be explained alone where it cannot be changed: %s', async (_name, address, reason) => {
    const { window, gateway } = stage();
    const before = chatRequests(gateway).length;
    const lightbulb = await window.codeActionsOn(window.openText(address, 'const one = 1;'));
    expect(lightbulb.map(({ title }) => title)).toEqual(['Explain with OpenCodex']);
    const call = window.callCommand(refactor);
    await window.notification(reason);
    window.clearNotifications();
    await call;
    expect(chatRequests(gateway)).toHaveLength(before);
    expect(await explained()).toContain('const one = 1;');
  });
});
