// What the message that is being written may take: tokens, and credits where a price is known.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { viewOf } from '../../../context/kinds.ts';
import type { ModelPrice } from '../../../protocol/panel.ts';
import { tokensPerMessage } from '../../../shared/requestEstimate.ts';
import { textOf, type Attachment } from '../../../shared/parts.ts';
import { estimateLongText, estimateTokens } from '../../../shared/tokenEstimate.ts';
import type { Entry } from './conversation.ts';

export interface Estimate {
  /** Of the whole request: the chat so far, and the draft with what is attached to it. */
  readonly promptTokens: number;
  /** Of a usual answer of the model; undefined while nothing is known of it. */
  readonly outputTokens: number | undefined;
  /** Micros of both; undefined while no price is known. */
  readonly micros: number | undefined;
}

interface Draft {
  readonly draft: ReadonlySignal<string>;
  readonly attachments: ReadonlySignal<readonly Attachment[]>;
}

interface Chat {
  readonly entries: ReadonlySignal<readonly Entry[]>;
}

export class EstimateState {
  readonly #price = signal<ModelPrice | undefined>(undefined);
  /** Texts are long and seldom change. */
  readonly #counted = new WeakMap<Entry, { readonly length: number; readonly tokens: number }>();

  /** Undefined where there is nothing to send. */
  readonly current: ReadonlySignal<Estimate | undefined>;

  constructor({ draft, attachments }: Draft, { entries }: Chat) {
    this.current = computed(() => {
      const text = draft.value.trim();
      const price = this.#price.value;
      if (text === '' || price === undefined) {
        return undefined;
      }
      const past = entries.value.reduce((sum, entry) => sum + this.#count(entry), price.overheadTokens);
      const attached = attachments.value.reduce((sum, one) => sum + (viewOf(one)?.tokens() ?? 0), 0);
      const promptTokens = past + estimateTokens(text) + tokensPerMessage + attached;
      return { promptTokens, outputTokens: price.typicalOutput, micros: microsOf(promptTokens, price) };
    });
  }

  setPrice(price: ModelPrice): void {
    this.#price.value = price;
  }

  #count(entry: Entry): number {
    const length = entry.role === 'assistant' ? entry.textLength : 0;
    const known = this.#counted.get(entry);
    if (known?.length === length) {
      return known.tokens;
    }
    const tokens = tokensOf(entry) + tokensPerMessage;
    this.#counted.set(entry, { length, tokens });
    return tokens;
  }
}

function microsOf(promptTokens: number, { price, typicalOutput }: ModelPrice): number | undefined {
  return price === undefined || typicalOutput === undefined
    ? undefined
    : promptTokens * price.input + typicalOutput * price.output;
}

/** As it is sent: without reasoning. */
function tokensOf(entry: Entry): number {
  if (entry.role === 'assistant') {
    return estimateLongText(entry.text);
  }
  const { parts } = entry.message;
  const attached = parts.flatMap((part) => (part.kind === 'attachment' ? [viewOf(part.attachment)] : []));
  return attached.reduce((sum, view) => sum + (view?.tokens() ?? 0), estimateLongText(textOf(parts)));
}
