// What the panel shows beside the chat, kept up to date: how it looks, the connection, the models and what is known of their prices.
import * as vscode from 'vscode';
import { buildRequest } from '../../chat/prompt.ts';
import { limits } from '../../shared/limits.ts';
import { estimatePrompt } from '../../shared/requestEstimate.ts';
import type { HostMessage } from '../../protocol/panel.ts';
import type { PriceBook } from '../credits/priceBook.ts';
import type { GatewaySource } from '../gateway/gatewaySource.ts';
import type { Localization } from '../host/localization.ts';
import type { Settings } from '../host/settings.ts';
import type { ModelCatalog } from '../../models/modelCatalog.ts';
import type { ModelSelection } from '../models/modelSelection.ts';

interface Services {
  readonly settings: Settings;
  readonly localization: Localization;
  readonly gateway: GatewaySource;
  readonly catalog: ModelCatalog;
  readonly selection: ModelSelection;
  readonly prices: PriceBook;
  readonly post: (message: HostMessage) => void;
}

export class PanelFacts implements vscode.Disposable {
  readonly #services: Services;
  readonly #subscriptions: readonly Pick<vscode.Disposable, 'dispose'>[];

  constructor(services: Services) {
    this.#services = services;
    const { localization, settings, gateway, catalog, selection, prices } = services;
    this.#subscriptions = [
      localization.onDidChange(() => this.#postAppearance()),
      settings.onDidChange((change) => {
        if (change.has('chat.fontSize')) {
          this.#postAppearance();
        }
        if (change.has('systemPrompt')) {
          this.#postInstructions();
        }
      }),
      gateway.onDidChange(() => void this.#refreshConnection()),
      catalog.onDidChange(() => this.#postModels()),
      selection.onDidChange(() => this.#postModels()),
      prices.onDidChange(() => this.#postPrice()),
    ];
  }

  /** What is known at once: for a panel that has just been loaded. */
  async postAll(): Promise<void> {
    this.#postAppearance();
    this.#postModels();
    this.#postInstructions();
    await this.#postConnection();
  }

  /** What must be read first. */
  async load(): Promise<void> {
    const { catalog, prices } = this.#services;
    await catalog.load();
    await prices.load();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #postAppearance(): void {
    const { localization, settings, post } = this.#services;
    const { language, translations } = localization;
    post({ type: 'appearance-changed', language, translations, fontSize: settings.get('chat.fontSize') });
  }

  /** They are in force in a workspace that is trusted, and nobody but who wrote them may know. */
  #postInstructions(): void {
    const { settings, post } = this.#services;
    const text = settings.workspaceSystemPrompt;
    const { name = '' } = vscode.workspace;
    post({ type: 'instructions-changed', ...(text === undefined ? {} : { ofWorkspace: { name, text } }) });
  }

  async #postConnection(): Promise<void> {
    const { gateway, post } = this.#services;
    post({ type: 'connection-changed', connection: await gateway.connection() });
  }

  async #refreshConnection(): Promise<void> {
    await this.#postConnection();
    await this.load();
  }

  #postModels(): void {
    const { catalog, selection, post } = this.#services;
    // The panel's list has no search: where there are more, "Other model…" leads to VS Code's.
    const models = catalog.models.slice(0, limits.modelList.inPanel).map(({ id, name, contextWindow }) => ({
      id,
      ...(name === undefined ? {} : { name }),
      ...(contextWindow === undefined ? {} : { contextWindow }),
    }));
    post({ type: 'models-changed', models, selected: selection.current });
    this.#postPrice();
  }

  /** By which the panel says what a message may cost before it is sent. */
  #postPrice(): void {
    const { prices, selection, settings, post } = this.#services;
    const model = selection.current;
    const price = prices.priceOf(model);
    const typicalOutput = prices.typicalOutputOf(model);
    post({
      type: 'price-changed',
      model,
      overheadTokens: estimatePrompt(buildRequest(model, [], settings.request)),
      ...(price === undefined
        ? {}
        : { price: { input: price.input.microsPerToken, output: price.output.microsPerToken } }),
      ...(typicalOutput === undefined ? {} : { typicalOutput }),
    });
  }
}
