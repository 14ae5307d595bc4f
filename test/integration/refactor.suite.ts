// Refactor: the proposal on the right-hand side, and what accept and reject do to the real document.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type Gateway, instant } from '../gateway/gateway.ts';
import { activeProposal, openFile, proposedText, selectLines, until } from './support/editing.ts';
import { useGateway } from './support/extension.ts';

const code = 'function add(a, b) {\n  var sum = a + b;\n  return sum;\n}\n\nfunction other() {}\n';
const answer = (body: string): string => `Here:\n\n\`\`\`javascript\n${body}\n\`\`\`\n`;
const better = '  const sum = a + b;';

describe('Refactor', () => {
  let gateway: Gateway;
  let editor: vscode.TextEditor;
  let remove: () => Promise<void>;

  before(async () => {
    gateway = await useGateway();
  });

  afterEach(async () => {
    gateway.configure(instant);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await remove();
  });

  after(() => gateway.close());

  async function propose(content: string | Uint8Array, replacement = better): Promise<void> {
    ({ editor, remove } = await openFile('sum.js', content));
    selectLines(editor, 2, 2);
    gateway.script({ text: answer(replacement) });
    await vscode.commands.executeCommand('opencodex.refactorSelection');
    const expected = replacement.trim().split('\n')[0] ?? '';
    await until(
      'the proposal',
      () =>
        vscode.workspace.textDocuments.find(
          (document) => document.uri.scheme === 'opencodex-edit' && document.getText().includes(expected),
        ),
      vscode.workspace.onDidChangeTextDocument,
      vscode.workspace.onDidOpenTextDocument,
    );
  }

  it('proposes in a diff and leaves the document as it is', async () => {
    await propose(code);
    assert.ok(activeProposal());
    assert.equal(await proposedText(), code.replace('var', 'const'));
    assert.equal(editor.document.getText(), code);
    assert.equal(editor.document.isDirty, false);
  });

  it('asks for the selected lines, with their surroundings as context', async () => {
    await propose(code);
    const entry = gateway.journal.entries.findLast(({ path }) => path.endsWith('/chat/completions'));
    const { messages } = entry?.body as { messages: { content: string }[] };
    assert.match(messages.at(-1)?.content ?? '', /The code to change:\n\n```javascript\n {2}var sum = a \+ b;\n```$/);
    assert.match(messages.at(-1)?.content ?? '', /function other\(\) \{\}/);
  });

  it('takes the function at the cursor where nothing is selected', async () => {
    ({ editor, remove } = await openFile('sum.js', code));
    editor.selection = new vscode.Selection(1, 4, 1, 4);
    const whole = 'function add(a, b) {\n  return a + b;\n}';
    gateway.script({ text: answer(whole) });
    await vscode.commands.executeCommand('opencodex.refactorSelection');
    const expected = `${whole}\n\nfunction other() {}\n`;
    await until(
      'the proposal',
      () => vscode.workspace.textDocuments.find((document) => document.getText() === expected),
      vscode.workspace.onDidChangeTextDocument,
      vscode.workspace.onDidOpenTextDocument,
    );
    assert.equal(await proposedText(), expected);
    assert.equal(editor.document.getText(), code);
    const entry = gateway.journal.entries.findLast(({ path }) => path.endsWith('/chat/completions'));
    const { messages } = entry?.body as { messages: { content: string }[] };
    const asked = code.split('\n').slice(0, 4).join('\n');
    assert.ok(messages.at(-1)?.content.trimEnd().endsWith(`\`\`\`javascript\n${asked}\n\`\`\``));
  });

  // Rows: F24
  it('accepts in one undo step and closes the review', async () => {
    await propose(code);
    await vscode.commands.executeCommand('opencodex.acceptEdit');
    assert.equal(editor.document.getText(), code.replace('var', 'const'));
    assert.equal(activeProposal(), undefined);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), code);
  });

  /** Types as people do: in vain until the right-hand side is no longer read-only. */
  async function typeOver(range: vscode.Range, text: string): Promise<vscode.Uri> {
    const right = vscode.window.activeTextEditor;
    assert.equal(right?.document.uri.toString(), activeProposal()?.toString());
    assert.ok(right);
    const { version } = right.document;
    const end = performance.now() + 10_000;
    while (right.document.version === version) {
      assert.ok(performance.now() < end, 'The proposal should be editable by now.');
      right.selection = new vscode.Selection(range.start, range.end);
      await vscode.commands.executeCommand('type', { text });
    }
    return right.document.uri;
  }

  const endOfLine2 = new vscode.Range(1, better.length, 1, better.length);

  it('accepts what people made of the proposal by hand a moment before', async () => {
    await propose(code);
    await typeOver(endOfLine2, ' // by hand');
    await vscode.commands.executeCommand('opencodex.acceptEdit');
    assert.equal(editor.document.lineAt(1).text, '  const sum = a + b; // by hand');
  });

  it('accepts the whole proposal after a save in the middle of an undo that is redone at once', async () => {
    gateway.configure({ tokensPerSecond: 40 });
    const lines = [better, ...Array.from({ length: 8 }, (_, line) => `  log('step ${line} of the sum', sum);`)].join(
      '\n',
    );
    const whole = code.replace('  var sum = a + b;', lines);
    await propose(code, lines);
    const proposal = vscode.window.activeTextEditor?.document;
    assert.ok(proposal);
    assert.equal(proposal.uri.toString(), activeProposal()?.toString());
    const isWhole = (): true | undefined => (proposal.getText() === whole ? true : undefined);
    await until('the whole proposal', isWhole, vscode.workspace.onDidChangeTextDocument);
    await typeOver(endOfLine2, ' // by hand');
    const pieces: string[] = [];
    const subscription = vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
      if (document === proposal && reason === vscode.TextDocumentChangeReason.Undo) {
        pieces.push(document.getText());
      }
    });
    await Promise.all(Array.from({ length: 6 }, () => vscode.commands.executeCommand('undo')));
    await until('the redo', isWhole, vscode.workspace.onDidChangeTextDocument);
    subscription.dispose();
    const piece = pieces.at(-1) ?? '';
    assert.ok(piece.length < whole.length, 'An undo should have gone back into the stream.');
    await proposal.save();
    // As VS Code does when the undo comes while it saves.
    await vscode.workspace.fs.writeFile(proposal.uri, new TextEncoder().encode(piece));
    await vscode.commands.executeCommand('opencodex.acceptEdit');
    assert.equal(editor.document.getText(), whole);
  });

  it('changes nothing when every hunk was reverted by hand', async () => {
    await propose(code);
    await typeOver(new vscode.Range(1, 2, 1, 7), 'var');
    await vscode.commands.executeCommand('opencodex.acceptEdit');
    assert.equal(editor.document.getText(), code);
    assert.equal(activeProposal(), undefined);
  });

  it('saves what is written by hand at once, so that closing never asks', async () => {
    await propose(code);
    const isSaved = new Promise<void>((resolve) => {
      const subscription = vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.scheme === 'opencodex-edit') {
          subscription.dispose();
          resolve();
        }
      });
    });
    const uri = await typeOver(endOfLine2, ' // by hand');
    await isSaved;
    assert.match(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)), /\/\/ by hand/);
  });

  it('rejects without touching a byte, and restores on request', async () => {
    await propose(code);
    const before = await readFile(editor.document.uri.fsPath);
    void vscode.commands.executeCommand('opencodex.rejectEdit');
    await until(
      'the review to close',
      () => (activeProposal() ? undefined : true),
      vscode.window.tabGroups.onDidChangeTabs,
    );
    assert.equal(editor.document.getText(), code);
    assert.equal(editor.document.isDirty, false);
    assert.deepEqual(await readFile(editor.document.uri.fsPath), before);
  });

  // Rows: F25
  it('follows its lines when the document grew above them meanwhile', async () => {
    await propose(code);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(editor.document.uri, new vscode.Position(0, 0), '// first\n');
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand('opencodex.acceptEdit');
    assert.equal(editor.document.getText(), `// first\n${code.replace('var', 'const')}`);
  });

  // Rows: F25
  it('writes nothing where the same lines were changed meanwhile', async () => {
    await propose(code);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(editor.document.uri, new vscode.Position(1, 0), '  // mine\n');
    await vscode.workspace.applyEdit(edit);
    void vscode.commands.executeCommand('opencodex.acceptEdit');
    await vscode.commands.executeCommand('opencodex.checkBalance');
    assert.equal(editor.document.getText(), code.replace('  var', '  // mine\n  var'));
    assert.ok(activeProposal(), 'The proposal should be kept.');
  });

  // Rows: F26, F27
  it('keeps CRLF line ends, the byte order mark and a missing final newline', async () => {
    const windows = code.trimEnd().replaceAll('\n', '\r\n');
    await propose(`\uFEFF${windows}`);
    await vscode.commands.executeCommand('opencodex.acceptEdit');
    await editor.document.save();
    const written = await readFile(editor.document.uri.fsPath, 'utf8');
    assert.equal(written, `\uFEFF${windows.replace('var', 'const')}`);
  });

  // Rows: F27
  it('keeps an encoding that is not UTF-8', async () => {
    const content = Buffer.from(`\uFEFF${code}`, 'utf16le');
    await propose(content);
    await vscode.commands.executeCommand('opencodex.acceptEdit');
    await editor.document.save();
    assert.deepEqual(
      await readFile(editor.document.uri.fsPath),
      Buffer.from(`\uFEFF${code.replace('var', 'const')}`, 'utf16le'),
    );
  });

  it('proposes nothing where the answer has no code', async () => {
    ({ editor, remove } = await openFile('sum.js', code));
    selectLines(editor, 2, 2);
    gateway.script({ text: 'I would rather not.' });
    const finished = gateway.journal.next(
      ({ outcome, path }) => outcome === 'answered' && path.endsWith('/chat/completions'),
      {
        after: gateway.journal.entries.at(-1)?.id ?? 0,
      },
    );
    void vscode.commands.executeCommand('opencodex.refactorSelection');
    await finished;
    await until(
      'the review to close',
      () => (activeProposal() ? undefined : true),
      vscode.window.tabGroups.onDidChangeTabs,
    );
    assert.equal(editor.document.getText(), code);
  });
});
