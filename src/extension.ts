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
import { registerModel } from './vscode/models/registerModel.ts';
import { ModelSelection } from './vscode/models/modelSelection.ts';
import { showLoggedProblem } from './vscode/host/notices.ts';

interface Feature {
  readonly name: string;
  readonly start: (services: Services) => vscode.Disposable;
}

const features: readonly Feature[] = [
  { name: 'API key', start: registerKey },
  { name: 'Model', start: registerModel },
  { name: 'Balance', start: registerCredits },
  { name: 'Spend', start: registerSpend },
  { name: 'Chat', start: ({ chat, gate }) => registerChat(chat(), gate) },
  { name: 'Code actions', start: (services) => registerActions({ ...services, chat: services.chat() }) },
  { name: 'Help', start: registerHelp },
];

export function activate(context: vscode.ExtensionContext): void {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const services = createServices(context, store);
  const { log, localization } = services;
  for (const { name, start } of features) {
    try {
      store.add(start(services));
    } catch (error) {
      log.error(`${name} could not start: ${String(error)}`);
      void showLoggedProblem(localization.t('OpenCodex: {0} could not start. See the log.', name), localization.t);
    }
  }
}

type Services = ReturnType<typeof createServices>;

/** What the features share. */
function createServices(context: vscode.ExtensionContext, store: DisposableStore) {
  const { extensionUri, extensionPath, globalStorageUri: storageUri, secrets, globalState, workspaceState } = context;
  const log = store.add(new OutputLog());
  const settings = store.add(new Settings());
  const localization = store.add(new Localization(extensionPath, settings));
  const gate = new Gate(localization.t);
  const keys = store.add(new ApiKeyStore(secrets));
  const gateway = store.add(new GatewaySource({ settings, keys, log }));
  const catalog = store.add(new ModelCatalog({ gateway, settings, log }));
  const selection = store.add(new ModelSelection(workspaceState, settings));
  const storeSource = store.add(new StoreSource({ extensionUri, storageUri }));
  const monitor = store.add(new BalanceMonitor({ settings, gateway, storeSource, log, globalState }));
  const metered = store.add(new MeteredGateway({ settings, gateway, catalog, monitor, storeSource, log }));
  const { prices } = metered;
  const facts = store.add(new LearnedFacts({ prices, storeSource, origin: () => metered.origin, log }));
  const favourites = new FavouriteModels(globalState);
  const errors = new Failures({
    balance: () => monitor.last,
    cheaperThan: (model) => prices.cheaperThan(model),
    now: () => Date.now(),
  });
  const host = { extensionUri, gate, settings, localization, errors, log, version: extensionVersion(context) };
  const credits = { monitor, storeSource, metered };
  const base = { ...host, ...credits, catalog, selection, facts, favourites, keys, gateway };
  return { ...base, chat: once(() => new ChatController(base)) };
}

/** Chat and code actions share one; where it cannot be made, both say so. */
function once<Value>(create: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: create() }).value;
}

function extensionVersion({ extension }: vscode.ExtensionContext): string {
  const manifest: unknown = extension.packageJSON;
  return (isRecord(manifest) ? readString(manifest, 'version') : undefined) ?? '';
}
