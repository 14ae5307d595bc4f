// What an outbox needs from outside.
import type { Feature } from '../shared/credits.ts';
import type { ChatOutbox, ClaimedOutbox, Refusal, WaitingMessage } from '../shared/outbox.ts';
import type { Schedule } from './ports.ts';

/** Where outboxes are kept: those of this window's workspace. Calls take effect in their order, and none fails. */
export interface OutboxStore {
  /** Keeps it as this window's, without those messages that are in the chat already. False where the store has refused it. */
  save(chatId: string, outbox: ChatOutbox): Promise<boolean>;
  /** Makes what windows that have gone have left this window's. Undefined where the store cannot be asked. */
  claim(chatId: string): Promise<ClaimedOutbox | undefined>;
}

export type SendResult =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Another chat has been opened meanwhile. */
  | { readonly kind: 'elsewhere' };

export interface OutboxPorts {
  readonly store: OutboxStore;
  /** The chat in sight; `isBusy`: while this window is getting an answer in it. */
  readonly openChat: () => { readonly chatId: string; readonly isBusy: boolean };
  /**
   * Makes it a message of the chat, and asks for the answer. Resolves as soon as the message is there; where it can be sent at once,
   * it is there when the call returns.
   */
  readonly send: (chatId: string, message: WaitingMessage, feature: Feature) => Promise<SendResult>;
  /** True while the message of the chat is not kept yet. */
  readonly isPending: (messageId: string) => boolean;
  /** The chat in sight has this to send. `isStored`: false while the store refuses it, so that the page has to keep the texts. */
  readonly tell: (chatId: string, outbox: ChatOutbox, isStored: boolean) => void;
  /** A message that was to go out by itself came back for no reason that is known. */
  readonly onFailure: (error: unknown) => void;
  readonly schedule: Schedule;
  readonly createId: () => string;
}
