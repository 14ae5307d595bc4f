// Between the chat panel and everything behind it: each message of the panel has one small handler.
import * as vscode from 'vscode';
import type { ChatSession } from '../../chat/chatSession.ts';
import type { SessionChat } from '../../chat/restorePanel.ts';
import type { ChatNews } from '../../shared/chatNews.ts';
import type { Attachment } from '../../shared/parts.ts';
import type { Feature } from '../../shared/credits.ts';
import type { Log } from '../../shared/gateway.ts';
import type { OpenChat } from '../../shared/draft.ts';
import type { ChatTree } from '../../shared/history.ts';
import type { HostMessage } from '../../protocol/panel.ts';
import type { PanelMessage } from '../../protocol/panelMessages.ts';
import type { BalanceMonitor } from '../credits/balanceMonitor.ts';
import type { MeteredGateway } from '../credits/meteredGateway.ts';
import type { Failures } from '../../words/failures.ts';
import type { Gate } from '../host/gate.ts';
import type { GatewaySource } from '../gateway/gatewaySource.ts';
import type { Localization } from '../host/localization.ts';
import type { Settings } from '../host/settings.ts';
import type { StoreSource } from '../host/storeSource.ts';
import type { FavouriteModels } from '../../models/favouriteModels.ts';
import type { ModelCatalog } from '../../models/modelCatalog.ts';
import type { ModelFacts } from '../../shared/modelFacts.ts';
import type { ModelSelection } from '../models/modelSelection.ts';
import { AnswerActions } from './answerActions.ts';
import { ChatHistory } from './chatHistory.ts';
import { showFailure } from '../host/failureNotices.ts';
import { ChatOutbox } from './chatOutbox.ts';
import { createSession } from './createSession.ts';
import { ChatView } from './chatView.ts';
import { KeptDrafts } from '../../chat/keptDrafts.ts';
import { runPanelCommand } from './panelCommands.ts';
import { PanelInput } from './panelInput.ts';
import { PanelFacts } from './panelFacts.ts';

interface Services {
  readonly gate: Gate;
  readonly extensionUri: vscode.Uri;
  readonly storeSource: StoreSource;
  readonly settings: Settings;
  readonly localization: Localization;
  readonly gateway: GatewaySource;
  readonly catalog: ModelCatalog;
  readonly selection: ModelSelection;
  readonly errors: Failures;
  readonly log: Log;
  readonly metered: MeteredGateway;
  readonly facts: ModelFacts;
  readonly favourites: FavouriteModels;
  readonly monitor: BalanceMonitor;
}

/** How often an answer of another window is looked at, in milliseconds. */
const growthCheckMs = 1_000;

export class ChatController implements vscode.Disposable {
  readonly #services: Services;
  readonly #view: ChatView;
  readonly #input: PanelInput;
  readonly #history: ChatHistory;
  readonly #drafts: KeptDrafts;
  readonly #facts: PanelFacts;
  readonly #session: ChatSession;
  readonly #outbox: ChatOutbox;
  readonly #actions: AnswerActions;
  readonly #subscriptions: readonly Pick<vscode.Disposable, 'dispose'>[];
  #hasReadBalance = false;
  #growthTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(services: Services) {
    this.#services = services;
    const { log, metered, storeSource } = services;
    this.#view = new ChatView(services, (message) => this.#dispatch(message));
    this.#input = new PanelInput(() => this.#view.focusMessageBox());
    this.#drafts = new KeptDrafts({ store: storeSource.drafts, log });
    this.#history = new ChatHistory({
      ...services,
      post: (message) => this.#post(message),
      onOpened: (chat) => void this.#openChosen(chat),
      onChanged: (chatIds) => void this.#refresh(chatIds),
    });
    this.#facts = new PanelFacts({ ...services, prices: metered.prices, post: (message) => this.#post(message) });
    this.#session = createSession(services, this.#history.keeper, (news) => this.#tell(news));
    this.#outbox = new ChatOutbox(services, {
      session: this.#session,
      drafts: this.#drafts,
      keeper: this.#history.keeper,
      post: (message) => this.#post(message),
      onFailure: (error) => this.#complain('A waiting message', error),
    });
    this.#actions = new AnswerActions(services, this.#session, this.#input);
    this.#subscriptions = [
      metered.onDidSettle(({ purpose, cost }) => {
        if (purpose.messageId !== undefined) {
          this.#session.noteCost(purpose.messageId, cost);
        }
      }),
    ];
  }

  get isBusy(): boolean {
    return this.#session.isBusy;
  }

  /** Opens the panel, and sends a message that an editor action has put together. */
  async ask(text: string, attachments: readonly Attachment[], feature: Feature): Promise<void> {
    await this.#view.reveal();
    await this.#outbox.messages.ask(text, attachments, feature);
  }

  async startNewChat(): Promise<void> {
    this.#session.startNewChat();
    await this.#view.focusMessageBox();
  }

  async openHistory(): Promise<void> {
    await this.#view.reveal();
    this.#post({ type: 'history-opened' });
  }

  /** Any kept chat, or the one in sight. Returns whether it was exported. */
  exportChat(chatId = this.#session.chatId): Promise<boolean> {
    return this.#history.export(chatId, () =>
      chatId === this.#session.chatId && this.#session.messages.length > 0 ? this.#session.tree(Date.now()) : undefined,
    );
  }

  importChats(): Promise<void> {
    return this.#history.import();
  }

  /** Ends the answer under way and waits until it has ended. */
  stop(): Promise<void> {
    return this.#session.stop();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#facts, this.#view).dispose();
    clearTimeout(this.#growthTimer);
    this.#outbox.messages.dispose();
    this.#session.dispose();
    this.#history.dispose();
  }

  #tell(news: ChatNews): void {
    this.#post(news);
    this.#outbox.take(news);
  }

  #complain(what: string, error: unknown): void {
    const { log, errors, localization } = this.#services;
    log.error(`${what} failed: ${String(error)}`);
    void showFailure(errors.describeFailure(error), localization);
  }

  async #dispatch(message: PanelMessage): Promise<void> {
    const { selection, localization } = this.#services;
    switch (message.type) {
      case 'page-ready':
        return this.#restorePanel(message);
      case 'drafts-changed':
        return this.#drafts.save(message.drafts, message.openChat);
      case 'message-sent':
      case 'queued-message-sent':
      case 'queued-message-removed':
      case 'queued-message-edited':
      case 'returned-texts-taken':
      case 'draft-attachment-removed':
        return this.#outbox.handle(message);
      case 'answer-stopped':
        return this.#session.stop();
      case 'chat-started':
        this.#session.startNewChat();
        return;
      case 'model-selected':
        return selection.select(message.model);
      case 'error-action-chosen':
        return this.#actions.mend(message.messageId, message.action);
      case 'other-answer-requested':
        return this.#actions.askAnother(message.messageId);
      case 'command-requested':
        return runPanelCommand(message.command, this.#input);
      case 'text-copied':
        return vscode.env.clipboard.writeText(message.text);
      case 'code-inserted':
        return (await import('../onDemand.ts')).insertAtCursor(message.code, localization.t);
      case 'code-opened':
        return (await import('../onDemand.ts')).openAsNewFile(message.code, message.language, localization.t);
      case 'link-opened':
        return (await import('../onDemand.ts')).openLink(message.url);
      case 'chat-exported':
        await this.#input.ask(() => this.exportChat(message.chatId));
        return;
      case 'attachment-opened':
        return (await import('../onDemand.ts')).openAttachment(
          this.#findAttachment(message.messageId, message.attachmentId),
          localization.t,
        );
      default:
        return this.#history.handle(message);
    }
  }

  /** `ofPanel`: the chat that this window's panel showed before a reload, as far as the panel knows. */
  async #restorePanel(ofPanel: OpenChat): Promise<void> {
    await this.#facts.postAll();
    this.#history.postProblem();
    const findInterrupted = (): Promise<string | undefined> => this.#history.findInterrupted();
    const plan = await this.#drafts.planRestore(this.#sessionChat, ofPanel, findInterrupted);
    const kept = plan.readId === undefined ? undefined : await this.#history.open(plan.readId);
    await this.#postDrafts([plan.lastId, this.#session.chatId], plan.lastId);
    if (plan.readId !== undefined && !kept) {
      await this.#outbox.messages.abandon(plan.readId);
    }
    if (plan.isToOpen(kept, this.#sessionChat)) {
      await this.#open(kept);
    } else {
      this.#session.tellAll();
    }
    await this.#view.postHighlighter();
    await this.#facts.load();
    if (!this.#hasReadBalance) {
      this.#hasReadBalance = true;
      // The first answer is measured from what the balance is now; what was read at the start is in no store.
      await this.#services.monitor.refresh({ isWanted: false });
    }
  }

  get #sessionChat(): SessionChat {
    return { chatId: this.#session.chatId, isEmpty: this.#session.messages.length === 0 };
  }

  /** Gives the panel what is kept of those chats. */
  async #postDrafts(chatIds: readonly string[], lastChatId?: string): Promise<void> {
    const drafts = await this.#drafts.read(chatIds);
    this.#post({
      type: 'drafts-restored',
      drafts: [...drafts],
      ...(lastChatId === undefined ? {} : { lastChatId }),
    });
  }

  async #openChosen(chat: ChatTree): Promise<void> {
    await this.#postDrafts([chat.summary.id]);
    await this.#open(chat);
  }

  /** The model belongs to the chat. */
  async #open(chat: ChatTree): Promise<void> {
    this.#session.openChat(chat);
    this.#watchGrowth(chat);
    if (chat.summary.model !== '') {
      await this.#services.selection.select(chat.summary.model);
    }
  }

  async #refresh(chatIds: readonly string[]): Promise<void> {
    const { chatId } = this.#session;
    const chat = chatIds.includes(chatId) ? await this.#history.open(chatId) : undefined;
    if (chat) {
      this.#session.refresh(chat);
      this.#watchGrowth(chat);
    }
  }

  /** A window that dies over its answer tells nobody. */
  #watchGrowth({ summary, messages }: ChatTree): void {
    clearTimeout(this.#growthTimer);
    if (messages.some(({ isGrowing }) => isGrowing) && !this.#session.isBusy) {
      this.#growthTimer = setTimeout(() => void this.#refresh([summary.id]), growthCheckMs);
    }
  }

  #findAttachment(messageId: string, attachmentId: string): Attachment | undefined {
    const message = this.#session.messages.find(({ id }) => id === messageId);
    const parts = message?.role === 'user' ? message.parts : [];
    const attachments = parts.flatMap((part) => (part.kind === 'attachment' ? [part.attachment] : []));
    return attachments.find(({ id }) => id === attachmentId);
  }

  #post(message: HostMessage): void {
    this.#view.post(message);
  }
}
