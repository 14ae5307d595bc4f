// One answer as the panel holds it: its state as a signal, its parts, and their texts as documents that grow.
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { isAnswerOpen, type Answer } from '../../../shared/chat.ts';
import type { ShownMessage } from '../../../shared/chatNews.ts';
import type { Cost } from '../../../shared/credits.ts';
import type { RetryPlan } from '../../../shared/failure.ts';
import { isGrowing, type GrowingKind, type PartDelta } from '../../../shared/parts.ts';
import type { StreamOptions } from '../../markdown/blockList.ts';
import { MarkdownStream } from '../../markdown/markdownStream.ts';

/** `until` is a time of `performance.now`. */
export interface RetryNotice extends RetryPlan {
  readonly until: number;
}

/** A part that is a text, as a document. */
export interface TextEntry {
  readonly kind: GrowingKind;
  readonly stream: MarkdownStream;
  /** Of reasoning: how long it took, in milliseconds, as measured here until the host says better. */
  readonly ms: Signal<number | undefined>;
}

/** A part of a kind that is not shown yet, or of a newer version. */
interface OtherEntry {
  readonly kind: 'other';
}

export type PartEntry = TextEntry | OtherEntry;

export class AnswerEntry {
  readonly role = 'assistant';
  readonly id: string;
  readonly #options: StreamOptions;
  readonly #message;
  readonly #versions = signal<readonly string[]>([]);
  readonly #parts = signal<readonly PartEntry[]>([]);
  readonly #retry = signal<RetryNotice | undefined>(undefined);
  readonly #isReasoning = signal(false);
  #reasoningSince: number | undefined;

  /** Whether there is text beside any reasoning. */
  readonly hasText = computed(() => this.#parts.value.some(({ kind }) => kind === 'text'));

  constructor(shown: ShownMessage & { readonly message: Answer }, options: StreamOptions) {
    this.id = shown.message.id;
    this.#options = options;
    this.#message = signal(shown.message);
    this.update(shown);
  }

  /** Everything but the texts, which may have grown since. */
  get message(): ReadonlySignal<Answer> {
    return this.#message;
  }

  /** The ids of all answers in its place, itself among them; empty where it is the only one. */
  get versions(): ReadonlySignal<readonly string[]> {
    return this.#versions;
  }

  get parts(): ReadonlySignal<readonly PartEntry[]> {
    return this.#parts;
  }

  get retry(): ReadonlySignal<RetryNotice | undefined> {
    return this.#retry;
  }

  /** Whether the last piece that came was reasoning. */
  get isReasoning(): ReadonlySignal<boolean> {
    return this.#isReasoning;
  }

  /** Without its reasoning. */
  get text(): string {
    return this.#textsOf('text').join('\n\n');
  }

  /** How long that is: costs nothing, as often as it is asked. */
  get textLength(): number {
    return this.#textsOf('text').reduce((sum, { length }) => sum + length, 0);
  }

  noteCost(cost: Cost): void {
    this.#message.value = { ...this.#message.value, cost };
  }

  /** The parts in `message` are whole, not what was added. */
  update({ message, versions = [] }: ShownMessage & { readonly message: Answer }): void {
    const isOpen = isAnswerOpen(message);
    const known = this.#parts.value;
    const last = message.parts.length - 1;
    this.#parts.value = message.parts.map((part, index) => {
      if (!isGrowing(part)) {
        return { kind: 'other' };
      }
      const there = known[index];
      const entry = there?.kind === part.kind ? there : this.#createText(part.kind);
      entry.stream.update(part.text, isOpen && (part.kind === 'text' || index === last));
      entry.ms.value = part.kind === 'reasoning' ? (part.ms ?? entry.ms.value) : undefined;
      return entry;
    });
    this.#versions.value = versions;
    this.#message.value = message;
    if (!isOpen) {
      this.#isReasoning.value = false;
      this.#reasoningSince = undefined;
    }
    if (message.status !== 'waiting') {
      this.#retry.value = undefined;
    }
  }

  /** As `growParts` of shared/parts.ts does it. */
  grow({ part: index, kind, text }: PartDelta): void {
    this.#retry.value = undefined;
    if (this.#message.value.status === 'waiting') {
      this.#message.value = { ...this.#message.value, status: 'streaming' };
    }
    this.#isReasoning.value = kind === 'reasoning';
    if (kind === 'reasoning') {
      this.#reasoningSince ??= performance.now();
    } else {
      this.#endReasoning(index - 1);
    }
    this.#streamAt(index, kind).append(text);
  }

  announceRetry(plan: RetryPlan): RetryNotice {
    const notice = { ...plan, until: performance.now() + plan.delayMs };
    this.#retry.value = notice;
    return notice;
  }

  /** True when nothing is left to show. */
  render(deadline: number): boolean {
    return this.#parts.value
      .map((part) => part.kind === 'other' || part.stream.render(deadline))
      .every((isDone) => isDone);
  }

  #textsOf(kind: GrowingKind): readonly string[] {
    return this.#parts.value.flatMap((part) => (part.kind === kind ? [part.stream.text] : []));
  }

  #streamAt(index: number, kind: GrowingKind): MarkdownStream {
    const there = this.#parts.value[index];
    if (there?.kind === kind) {
      return there.stream;
    }
    const entry = this.#createText(kind);
    this.#parts.value = this.#parts.value.toSpliced(index, 0, entry);
    return entry.stream;
  }

  #createText(kind: GrowingKind): TextEntry {
    return { kind, stream: new MarkdownStream(this.#options), ms: signal(undefined) };
  }

  /** The first piece of what follows a reasoning ends that. */
  #endReasoning(index: number): void {
    const reasoning = this.#parts.value[index];
    const isLast = index === this.#parts.value.length - 1;
    if (this.#reasoningSince !== undefined && reasoning?.kind === 'reasoning' && isLast) {
      reasoning.ms.value = (reasoning.ms.value ?? 0) + performance.now() - this.#reasoningSince;
      reasoning.stream.update(reasoning.stream.text, false);
    }
    this.#reasoningSince = undefined;
  }
}
