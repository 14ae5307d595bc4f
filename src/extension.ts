// Composition root: builds every part by hand and registers each feature on its own, so that a broken one stops no other.
import type * as vscode from 'vscode';
import { isRecord, readString } from './shared/json.ts';
import { registerActions } from './vscode/actions/registerActions.ts';
import { ChatController } from './vscode/chat/chatController.ts';
import { BalanceMonitor } from './vscode/credits/balanceMonitor.ts';
import { MeteredGateway } from './vscode/credits/meteredGateway.ts';
import { registerCredits } from './vscode/credits/registerCredits.ts';
import { registerSpend } from './vscode/credits/registerSpend.ts';
import { registerChat } from './vscode/chat/registerChat.ts';
import { DisposableStore } from './vscode/host/disposableStore.ts';
import { Failures } from './words/failures.ts';
import { Gate } from './vscode/host/gate.ts';
import { GatewaySource } from './vscode/gateway/gatewaySource.ts';
import { Localization } from './vscode/host/localization.ts';
import { OutputLog } from './vscode/host/outputLog.ts';
import { registerHelp } from './vscode/help/registerHelp.ts';
import { Settings } from './vscode/host/settings.ts';
import { StoreSource } from './vscode/host/storeSource.ts';
import { ApiKeyStore } from './vscode/gateway/apiKeyStore.ts';
import { registerKey } from './vscode/gateway/registerKey.ts';
import { FavouriteModels } from './models/favouriteModels.ts';
import { ModelCatalog } from './models/modelCatalog.ts';
import { LearnedFacts } from './vscode/credits/learnedFacts.ts';
import { ModelSelection } from './vscode/models/modelSelection.ts';
import { showLoggedProblem } from './vscode/host/notices.ts';

export function activate(context: vscode.ExtensionContext): void {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const services = createServices(context, store);
  const { log, gate, localization, selection } = services;
  const register = (feature: string, create: () => vscode.Disposable): void => {
    try {
      store.add(create());
    } catch (error) {
      log.error(`${feature} could not start: ${String(error)}`);
      const text = localization.t('OpenCodex: {0} could not start. See the log.', feature);
      void showLoggedProblem(text, localization.t);
    }
  };

  register('API key', () => registerKey(services));
  register('Model', () =>
    gate.registerCommand('opencodex.selectModel', async () => {
      const { pickModel } = await import('./vscode/onDemand.ts');
      const model = await pickModel(services, selection.current);
      if (model !== undefined) {
        await selection.select(model);
      }
      return model !== undefined;
    }),
  );
  register('Balance', () => registerCredits(services));
  register('Spend', () => registerSpend(services));
  register('Chat', () => {
    const chat = new ChatController(services);
    register('Code actions', () => registerActions({ ...services, chat }));
    return registerChat(chat, gate);
  });
  register('Help', () => registerHelp({ ...services, version: extensionVersion(context) }));
}

/** What the features share. */
function createServices(context: vscode.ExtensionContext, store: DisposableStore) {
  const { extensionUri, extensionPath, globalStorageUri: storageUri, secrets, globalState, workspaceState } = context;
  const log = store.add(new OutputLog());
  const settings = store.add(new Settings());
  const localization = store.add(new Localization(extensionPath, settings));
  const gate = new Gate(localization.t);
  const errors: Failures = new Failures({
    balance: () => monitor.last,
    cheaperThan: (model) => metered.prices.cheaperThan(model),
    now: () => Date.now(),
  });
  const keys = store.add(new ApiKeyStore(secrets));
  const gateway = store.add(new GatewaySource({ settings, keys, log }));
  const catalog = store.add(new ModelCatalog({ gateway, settings, log }));
  const selection = store.add(new ModelSelection(workspaceState, settings));
  const monitor: BalanceMonitor = store.add(
    new BalanceMonitor({ settings, gateway, localization, errors, log, globalState }),
  );
  const storeSource = store.add(new StoreSource({ extensionUri, storageUri }));
  const metered = store.add(new MeteredGateway({ settings, gateway, catalog, monitor, storeSource, log }));
  const facts = store.add(new LearnedFacts({ prices: metered.prices, storeSource, origin: () => metered.origin, log }));
  const favourites = new FavouriteModels(globalState);
  const host = { extensionUri, gate, settings, localization, errors, log };
  const models = { catalog, selection, facts, favourites };
  return { ...host, ...models, keys, gateway, monitor, storeSource, metered };
}

function extensionVersion({ extension }: vscode.ExtensionContext): string {
  const manifest: unknown = extension.packageJSON;
  return (isRecord(manifest) ? readString(manifest, 'version') : undefined) ?? '';
}
