// Puts outboxes into the store, and tries again what the store has refused.
import type { ChatOutbox } from '../shared/outbox.ts';
import type { OutboxPorts } from './outboxPorts.ts';

/** How long after the store has refused an outbox it is asked again, in milliseconds. */
const saveAgainMs = 5_000;

/** Whoever creates it disposes it, which makes a last attempt. */
export class OutboxSaver {
  readonly #ports: Pick<OutboxPorts, 'store' | 'schedule'>;
  readonly #onChange: (chatId: string) => void;
  /** By chat id: what the store has refused, as it was last. */
  readonly #refused = new Map<string, ChatOutbox>();
  #cancel: (() => void) | undefined;

  /** @param onChange the store has begun or ceased to refuse the outbox of that chat */
  constructor(ports: Pick<OutboxPorts, 'store' | 'schedule'>, onChange: (chatId: string) => void) {
    this.#ports = ports;
    this.#onChange = onChange;
  }

  isStored(chatId: string): boolean {
    return !this.#refused.has(chatId);
  }

  save(chatId: string, outbox: ChatOutbox): void {
    void this.#ports.store.save(chatId, outbox).then((isStored) => {
      const wasStored = this.isStored(chatId);
      if (isStored) {
        this.#refused.delete(chatId);
      } else {
        this.#refused.set(chatId, outbox);
        this.#saveLater();
      }
      if (isStored !== wasStored) {
        this.#onChange(chatId);
      }
    });
  }

  dispose(): void {
    this.#cancel?.();
    this.#saveRefused();
  }

  #saveLater(): void {
    this.#cancel ??= this.#ports.schedule(() => {
      this.#cancel = undefined;
      this.#saveRefused();
    }, saveAgainMs);
  }

  #saveRefused(): void {
    this.#refused.forEach((outbox, chatId) => this.save(chatId, outbox));
  }
}
