// What every page knows: its way to the host, how it should look, and the user's language with its texts and figures.
import { batch, computed, signal } from '@preact/signals';
import type { AppearanceMessage } from '../../protocol/page.ts';
import { createTranslate } from '../../shared/translate.ts';
import { Numbers } from '../../words/numbers.ts';
import type { Disposable, PageHost } from './pageHost.ts';

/** `News`: what this page's host tells besides the appearance. */
export abstract class PageState<News extends { readonly type: string }, Outgoing> {
  readonly host: PageHost<AppearanceMessage | News, Outgoing>;
  /** Undefined until the host has told. */
  readonly #appearance = signal<AppearanceMessage | undefined>(undefined);

  readonly appearance = computed(() => this.#appearance.value);
  readonly language = computed(() => this.#appearance.value?.language ?? 'en');
  readonly translate = computed(() => createTranslate(this.#appearance.value?.translations ?? {}));
  readonly numbers = computed(() => new Numbers(this.language.value));

  constructor(host: PageHost<AppearanceMessage | News, Outgoing>) {
    this.host = host;
  }

  /** Listens to the host, and tells it that the page is ready. */
  start(): Disposable {
    const subscription = this.host.onMessage((message) => {
      batch(() => {
        if (isAppearance(message)) {
          this.#appearance.value = message;
        } else {
          this.receive(message);
        }
      });
    });
    this.host.post(this.createReadyMessage());
    return subscription;
  }

  protected abstract createReadyMessage(): Outgoing;

  protected abstract receive(news: News): void;
}

function isAppearance(message: { readonly type: string }): message is AppearanceMessage {
  return message.type === 'appearance-changed';
}
