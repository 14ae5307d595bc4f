// The command that chooses the model.
import type * as vscode from 'vscode';
import type { Gate } from '../host/gate.ts';
import type { pickModel } from './modelPicker.ts';
import type { ModelSelection } from './modelSelection.ts';

type Services = Parameters<typeof pickModel>[0] & { readonly gate: Gate; readonly selection: ModelSelection };

export function registerModel(services: Services): vscode.Disposable {
  const { gate, selection } = services;
  return gate.registerCommand('opencodex.selectModel', async () => {
    const { pickModel: pick } = await import('../onDemand.ts');
    const model = await pick(services, selection.current);
    if (model !== undefined) {
      await selection.select(model);
    }
    return model !== undefined;
  });
}
