// The lightbulb, and Explain.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Gateway } from '../gateway/gateway.ts';
import { openFile, selectLines } from './support/editing.ts';
import { setUserSetting, useGateway } from './support/extension.ts';

const code = 'function add(a, b) {\n  var sum = a + b;\n  return sum;\n}\n\nfunction other() {}\n';

describe('code actions', () => {
  let gateway: Gateway;
  let editor: vscode.TextEditor;
  let remove: () => Promise<void>;

  before(async () => {
    gateway = await useGateway();
  });

  beforeEach(async () => {
    ({ editor, remove } = await openFile('sum.js', code));
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await remove();
  });

  after(() => gateway.close());

  async function offered(range: vscode.Range): Promise<string[]> {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      editor.document.uri,
      range,
    );
    return actions.map(({ title }) => title).filter((title) => title.includes('OpenCodex'));
  }

  it('offer Explain and Refactor on a selection', async () => {
    assert.deepEqual(await offered(new vscode.Range(0, 0, 2, 0)), [
      'Explain with OpenCodex',
      'Refactor with OpenCodex',
    ]);
  });

  it('offer nothing where there is neither a selection nor a problem', async () => {
    assert.deepEqual(await offered(new vscode.Range(0, 0, 0, 0)), []);
  });

  it('offer Explain on a problem', async () => {
    const problems = vscode.languages.createDiagnosticCollection('suite');
    problems.set(editor.document.uri, [new vscode.Diagnostic(new vscode.Range(1, 2, 1, 5), 'No var, please.')]);
    try {
      assert.deepEqual(await offered(new vscode.Range(1, 3, 1, 3)), ['Explain with OpenCodex']);
    } finally {
      problems.dispose();
    }
  });

  it('can be switched off', async () => {
    await setUserSetting('codeActions.enabled', false);
    try {
      assert.deepEqual(await offered(new vscode.Range(0, 0, 2, 0)), []);
    } finally {
      await setUserSetting('codeActions.enabled', undefined);
    }
  });

  it('send the selected lines with the question', async () => {
    selectLines(editor, 2, 3);
    const last = gateway.journal.entries.at(-1)?.id ?? 0;
    const asked = gateway.journal.next(({ path }) => path.endsWith('/chat/completions'), { after: last });
    await vscode.commands.executeCommand('opencodex.explainSelection');
    const body = JSON.stringify((await asked).body);
    assert.match(body, /Explain this code\./);
    assert.match(body, /lines 2 to 3/);
    assert.match(body, /var sum = a \+ b;\\n {2}return sum;/);
    assert.doesNotMatch(body, /function other/);
  });

  it('take the whole function at the cursor where nothing is selected', async () => {
    editor.selection = new vscode.Selection(1, 4, 1, 4);
    const last = gateway.journal.entries.at(-1)?.id ?? 0;
    const asked = gateway.journal.next(({ path }) => path.endsWith('/chat/completions'), { after: last });
    await vscode.commands.executeCommand('opencodex.explainSelection');
    const body = JSON.stringify((await asked).body);
    assert.match(body, /Explain this code/);
    assert.match(body, /lines 1 to 4/);
    assert.match(body, /function add\(a, b\) \{\\n {2}var sum = a \+ b;\\n {2}return sum;\\n\}/);
    assert.doesNotMatch(body, /function other/);
  });
});
