// Everything the panel's views show and do, and what each message from the host changes in it.
import { computed, signal } from '@preact/signals';
import { obstacleOf, type Connection } from '../../../shared/connection.ts';
import type { ChatNews } from '../../../shared/chatNews.ts';
import type { AppearanceMessage } from '../../../protocol/page.ts';
import type { HostMessage, ModelChoice } from '../../../protocol/panel.ts';
import type { PanelMessage } from '../../../protocol/panelMessages.ts';
import { PageState } from '../../kit/pageState.ts';
import { Highlighter } from '../../highlight/highlighter.ts';
import { MarkdownParser } from '../../markdown/parser.ts';
import { longestMessage } from '../../../shared/draft.ts';
import type { PanelHost } from '../panelHost.ts';
import { ComposerState } from './composerState.ts';
import { Conversation } from './conversation.ts';
import { EstimateState } from './estimateState.ts';
import { HistoryState } from './history.ts';
import { SavedState } from './savedState.ts';

interface Models {
  readonly choices: readonly ModelChoice[];
  readonly selected: string;
}

interface Instructions {
  /** Of the workspace. */
  readonly name: string;
  readonly text: string;
}

interface KeepingProblem {
  readonly text: string;
  /** Only a newer version of the extension can help. */
  readonly needsReload: boolean;
}

/** What the host tells beside the appearance, which the page kit takes. */
type PanelNews = Exclude<HostMessage, AppearanceMessage>;

export class Panel extends PageState<PanelNews, PanelMessage> {
  readonly #highlighter = new Highlighter();
  /** Undefined until the host has told. */
  readonly #connection = signal<Connection | undefined>(undefined);
  readonly #models = signal<Models>({ choices: [], selected: '' });
  readonly #instructions = signal<Instructions | undefined>(undefined);
  readonly #keepingProblem = signal<KeepingProblem | undefined>(undefined);
  readonly #saved: SavedState;

  readonly conversation: Conversation;
  readonly composer: ComposerState;
  readonly history: HistoryState;
  readonly estimate: EstimateState;
  readonly connection = computed(() => this.#connection.value);
  readonly models = computed(() => this.#models.value);
  /** What the workspace, not the user, adds to every request. */
  readonly instructions = computed(() => this.#instructions.value);
  /** Why chats are not kept at the moment. */
  readonly keepingProblem = computed(() => this.#keepingProblem.value);
  /** True where nothing can be sent before a key is set. */
  readonly needsKey = computed(() => {
    const connection = this.#connection.value;
    return connection !== undefined && obstacleOf(connection)?.kind === 'no-key';
  });

  constructor(host: PanelHost) {
    super(host);
    this.conversation = new Conversation({
      parser: new MarkdownParser(),
      t: (text, ...values) => this.translate.peek()(text, ...values),
      onBlockSettled: (block) => this.#highlighter.add(block),
    });
    this.#saved = new SavedState(host);
    this.history = new HistoryState((message) => host.post(message));
    this.composer = new ComposerState({
      saved: this.#saved,
      post: (message) => host.post(message),
      isAnswering: computed(() => this.conversation.openAnswer.value !== undefined),
    });
    this.estimate = new EstimateState(this.composer, this.conversation);
  }

  /** Lets the host know what is being written, before the page may end. */
  keepDrafts(): void {
    this.#saved.flush();
  }

  startChat(): void {
    this.host.post({ type: 'chat-started' });
    this.composer.focus();
  }

  /** Sends the draft; where a key is needed first, asks for it and keeps the draft. One with a key in it is held back. */
  send(): void {
    if (this.#canSend()) {
      this.composer.send();
    }
  }

  /** Sends the draft that was held back. */
  sendAnyway(): void {
    if (this.#canSend()) {
      this.composer.sendAnyway();
      this.composer.focus();
    }
  }

  closeHistory(): void {
    this.history.close();
    this.composer.focus();
  }

  /** Opens a kept chat; the list closes when it is there. */
  chooseChat(chatId: string): void {
    if (chatId === this.conversation.chatId.value) {
      this.closeHistory();
    } else {
      this.host.post({ type: 'chat-chosen', chatId });
    }
  }

  selectModel(model: string): void {
    this.#models.value = { ...this.#models.value, selected: model };
    this.host.post({ type: 'model-selected', model });
  }

  /** Where not, sees to it that the user knows why. */
  #canSend(): boolean {
    if (this.needsKey.value) {
      this.host.post({ type: 'command-requested', command: 'set-api-key' });
      return false;
    }
    if (this.composer.draft.value.length > longestMessage) {
      this.composer.complain({ kind: 'too-long' });
      return false;
    }
    return true;
  }

  protected override createReadyMessage(): PanelMessage {
    return { type: 'page-ready', ...this.#saved.openChat };
  }

  protected override receive(message: PanelNews): void {
    switch (message.type) {
      case 'connection-changed':
        this.#connection.value = message.connection;
        return;
      case 'models-changed':
        this.#models.value = { choices: message.models, selected: message.selected };
        return;
      case 'price-changed': {
        const { type, ...price } = message;
        this.estimate.setPrice(price);
        return;
      }
      case 'instructions-changed':
        this.#instructions.value = message.ofWorkspace;
        return;
      case 'highlighter-loaded':
        this.#highlighter.load(message.source);
        return;
      case 'composer-focused':
        this.composer.focus();
        return;
      case 'outbox-changed':
        this.composer.takeOutbox(message.chatId, message.outbox, message.isStored);
        return;
      case 'message-answered':
        this.composer.noteAnswered(message.requestId);
        return;
      case 'drafts-restored':
        this.composer.restore(message.drafts, message.lastChatId);
        return;
      case 'keeping-changed':
        this.#keepingProblem.value = message.problem;
        return;
      case 'history-opened':
      case 'history-listed':
      case 'history-changed':
      case 'history-failed':
        this.history.receive(message);
        return;
      case 'chat-opened':
        this.#closeHistoryFor(message.chatId);
        this.composer.openChat(message.chatId, message.messages.length + this.conversation.entries.value.length === 0);
        this.conversation.open(message.chatId, message.messages);
        return;
      default:
        if (message.chatId === this.conversation.chatId.value) {
          this.#receiveForChat(message);
        }
    }
  }

  /** Only another chat closes the list: the first one may come after the list was opened, and the same one is only shown anew. */
  #closeHistoryFor(chatId: string): void {
    const former = this.conversation.chatId.value;
    if (former !== '' && former !== chatId) {
      this.history.close();
    }
  }

  #receiveForChat(message: Exclude<ChatNews, { type: 'chat-opened' }>): void {
    switch (message.type) {
      case 'message-changed':
        this.conversation.put(message);
        return;
      case 'message-removed':
        this.conversation.remove(message.messageId);
        return;
      case 'answer-grew':
        this.conversation.grow(message.messageId, message);
        return;
      case 'cost-settled':
        this.conversation.noteCost(message.messageId, message.cost);
        return;
      case 'retry-scheduled':
        this.conversation.announceRetry(message.messageId, message.retry);
        return;
    }
  }
}
