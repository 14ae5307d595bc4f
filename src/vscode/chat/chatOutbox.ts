// Between the panel and what waits to be sent: what the page asks for, and how a message gets into the chat.
import { randomUUID } from 'node:crypto';
import type { ChatKeeper } from '../../chat/chatKeeper.ts';
import type { ChatSession } from '../../chat/chatSession.ts';
import type { KeptDrafts } from '../../chat/keptDrafts.ts';
import { Destination } from '../../chat/destination.ts';
import { Outbox } from '../../chat/outbox.ts';
import type { SendResult } from '../../chat/outboxPorts.ts';
import type { OutboxPanelMessage } from '../../protocol/outbox.ts';
import type { HostMessage } from '../../protocol/panel.ts';
import { obstacleOf } from '../../shared/connection.ts';
import type { ChatNews } from '../../shared/chatNews.ts';
import type { Feature } from '../../shared/credits.ts';
import type { Log } from '../../shared/gateway.ts';
import type { WaitingMessage } from '../../shared/outbox.ts';
import type { GatewaySource } from '../gateway/gatewaySource.ts';
import { schedule } from '../host/schedule.ts';
import type { StoreSource } from '../host/storeSource.ts';
import type { ModelSelection } from '../models/modelSelection.ts';

interface Services {
  readonly gateway: GatewaySource;
  readonly selection: ModelSelection;
  readonly storeSource: StoreSource;
  readonly log: Log;
}

interface Ports {
  readonly session: ChatSession;
  readonly drafts: KeptDrafts;
  readonly keeper: ChatKeeper;
  readonly post: (message: HostMessage) => void;
  readonly onFailure: (error: unknown) => void;
}

export class ChatOutbox {
  readonly #services: Services;
  readonly #ports: Ports;
  readonly messages: Outbox;
  readonly #destination: Destination;

  constructor(services: Services, ports: Ports) {
    const { session, keeper, post, onFailure } = ports;
    this.#services = services;
    this.#ports = ports;
    this.#destination = new Destination(session.chatId);
    this.messages = new Outbox({
      store: services.storeSource.outbox((error) =>
        services.log.warn(
          `What waits to be sent is not kept: ${error instanceof Error ? error.message : String(error)}`,
        ),
      ),
      openChat: () => ({ chatId: session.chatId, isBusy: session.isBusy }),
      send: (chatId, message, feature) => this.#send(chatId, message, feature),
      isPending: (messageId) => keeper.isPending(messageId),
      tell: (chatId, outbox, isStored) => post({ type: 'outbox-changed', chatId, outbox, isStored }),
      onFailure,
      schedule,
      createId: () => randomUUID(),
    });
  }

  /** What happens in the chat in sight. */
  take(news: ChatNews): void {
    this.#destination.take(news);
    this.messages.take(news);
  }

  async handle(message: OutboxPanelMessage): Promise<void> {
    const { messages } = this;
    switch (message.type) {
      case 'message-sent':
        return this.#submit(message);
      case 'queued-message-sent':
        return messages.sendNow(message.chatId, message.messageId);
      case 'queued-message-removed':
        messages.remove(message.chatId, message.messageId);
        return;
      case 'queued-message-edited':
        messages.recall(message.chatId, message.messageId);
        return;
      case 'returned-texts-taken':
        messages.forgetReturned(message.chatId, message.messageIds);
        return;
      case 'draft-attachment-removed':
        messages.removeAttachment(message.chatId, message.attachmentId);
    }
  }

  async #submit({
    requestId,
    chatId,
    text,
    attachmentIds,
  }: Extract<OutboxPanelMessage, { type: 'message-sent' }>): Promise<void> {
    try {
      await this.messages.submit(this.#destination.of(chatId), text, attachmentIds);
    } finally {
      this.#ports.post({ type: 'message-answered', requestId });
    }
  }

  async #send(chatId: string, { id, text, attachments }: WaitingMessage, feature: Feature): Promise<SendResult> {
    const { gateway, selection } = this.#services;
    const { session, drafts, onFailure } = this.#ports;
    // Asking for the key goes through the page, which may be gone before it answers: where it can, the message is kept at once.
    const last = gateway.lastConnection;
    const obstacle = last && !obstacleOf(last) ? undefined : obstacleOf(await gateway.connection());
    if (obstacle) {
      return { kind: 'refused', refusal: obstacle };
    }
    if (session.chatId !== chatId) {
      return { kind: 'elsewhere' };
    }
    if (session.isBusy) {
      return { kind: 'refused', refusal: { kind: 'busy' } };
    }
    void drafts.noteOpenChat(chatId);
    session.send(selection.current, text, { id, attachments, feature }).catch(onFailure);
    return { kind: 'sent' };
  }
}
