// The least that every other suite relies on: the VS Code that was asked for, with the extension in it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension host', () => {
  it('is the VS Code that the harness asked for', () => {
    assert.equal(vscode.version, process.env['OPENCODEX_TEST_VSCODE']);
  });

  it('activates the extension', async () => {
    const extension = vscode.extensions.getExtension('opencodex.opencodex');
    assert.ok(extension);
    await extension.activate();
    assert.ok(extension.isActive);
  });
});
