// What VS Code itself makes of our manifest.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { useGateway } from './support/extension.ts';
import type { Gateway } from '../gateway/gateway.ts';

describe('the manifest in VS Code', () => {
  let gateway: Gateway;

  before(async () => {
    gateway = await useGateway();
  });

  after(() => gateway.close());

  it('registers every command that it lists', async () => {
    const extension = vscode.extensions.getExtension('opencodex.opencodex');
    const manifest = extension?.packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  // Rows: T34
  it('ignores a base URL that a workspace sets', () => {
    const inspected = vscode.workspace.getConfiguration('opencodex').inspect('baseUrl');
    assert.equal(inspected?.globalValue, gateway.baseUrl);
    assert.equal(inspected.workspaceValue, undefined);
  });
});
