// The extension under test, pointed at a local gateway that needs no key.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { instant, startGateway, type Gateway, type GatewayOptions } from '../../gateway/gateway.ts';

/** Starts a gateway and makes it the user's base URL. Whoever starts it closes it. */
export async function useGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const extension = vscode.extensions.getExtension('opencodex.opencodex');
  assert.ok(extension, 'The extension should be installed.');
  await extension.activate();
  const gateway = await startGateway({ ...instant, requireKey: false, acceptAnyModel: true, ...options });
  await setUserSetting('baseUrl', gateway.baseUrl);
  return gateway;
}

export async function setUserSetting(id: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('opencodex').update(id, value, vscode.ConfigurationTarget.Global);
}
