// Code of a model that names addresses: an editor may load them as soon as it shows the code, so the user is asked before.
import { beforeEach, describe, expect, it } from 'vitest';
import { proposalScheme } from '../../src/vscode/edit/proposalFileSystem.ts';
import { demoKey } from '../gateway/gateway.ts';
import { editor } from './standIn/editor.ts';
import { Uri } from './standIn/values.ts';
import { reset, useStage } from './support/stage.ts';

const question = 'Show code that names addresses to load?';
const code = '{ "$schema": "https://evil.example/s.json" }';

// Rows: T18
describe('code that names a schema', () => {
  const stage = useStage({ key: demoKey });
  beforeEach(async () => {
    editor.documents.closeAll();
    editor.documents.edits.length = 0;
    editor.shownTexts.length = 0;
    await reset(stage());
  });

  async function answer(button: string): Promise<void> {
    await stage().window.pressInDialog(question, button);
  }

  it('is opened in a new file, or put into one, once the user agrees', async () => {
    const { window } = stage();
    const settled = (count: () => number) => window.waitFor(() => Promise.resolve(count()), Boolean);
    const messages = [
      { type: 'code-opened', code, language: 'json' },
      { type: 'code-inserted', code },
    ];
    window.openText('file:///work/settings.json', '{}');
    for (const message of messages) {
      void window.postFromPage(message);
      await answer('Cancel');
    }
    // What comes after it shows that it has been done with.
    void window.postFromPage({ type: 'code-inserted', code: '{}' });
    await settled(() => editor.documents.edits.length);
    expect([
      editor.documents.edits.map(({ text }) => text),
      editor.shownTexts.some((one) => one.content === code),
    ]).toEqual([['{}'], false]);
    for (const message of messages) {
      void window.postFromPage(message);
      await answer('Show');
    }
    await settled(() => editor.shownTexts.filter(({ content }) => content === code).length);
    await window.waitFor(
      () => Promise.resolve(editor.documents.edits.at(-1)?.text),
      (text) => text === code,
    );
  });

  it.each([
    ['Cancel', undefined],
    ['Show', code],
  ])('is proposed once the user agrees, and not shown before: %s', async (button, proposed) => {
    const { window, gateway } = stage();
    const text = `\`\`\`json\n${code}\n\`\`\`\n\n${'And more words. '.repeat(10)}`;
    gateway.configure({ tokensPerSecond: 60, answer: () => ({ text }) });
    window.openText('file:///work/settings.json', '{ "a": 1 }');
    const call = window.callCommand('opencodex.refactorSelection');
    await window.waitFor(() => Promise.resolve(window.notificationTexts().includes(question)), Boolean);
    expect(proposal()).not.toContain('evil');
    await answer(button);
    await call;
    expect(proposal()).toBe(proposed);
  });

  /** The text of the review that was opened last; undefined once it has gone. */
  function proposal(): string | undefined {
    const [, , uri] = editor.calledCommands.findLast(([id]) => id === 'vscode.diff') ?? [];
    const files = editor.fileSystems.get(proposalScheme);
    try {
      return uri instanceof Uri ? new TextDecoder().decode(files?.readFile(uri) as Uint8Array) : undefined;
    } catch {
      return undefined;
    }
  }
});
