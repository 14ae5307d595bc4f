// The chunks of one answer, read tolerantly into ChatEvents. Everything here is synchronous: this is the hot path.
import type { TokenUsage, TurnOutcome } from '../shared/gateway.ts';
import { isArray, isRecord, parseJson, readString, type JsonRecord } from '../shared/json.ts';
import type { ChatEvent } from './chatEvent.ts';
import { errorFromEvent, errorInBody, type ApiError, type ReplyContext } from './errors.ts';
import { ThinkTags } from './thinkTags.ts';
import { ToolCallAssembler } from './toolCalls.ts';
import { readUsage } from './usage.ts';

type DeltaType = 'text-delta' | 'reasoning-delta';

export class ChatStream {
  readonly #context: ReplyContext;
  readonly #thinkTags: ThinkTags;
  readonly #toolCalls = new ToolCallAssembler();
  #events: ChatEvent[] = [];
  #deltaType: DeltaType = 'text-delta';
  #delta = '';
  #usage: TokenUsage | undefined;
  #wholeMessage: JsonRecord | undefined;
  #finishReason: string | undefined;
  #failure: ApiError | undefined;
  #isDone = false;
  #hasStarted = false;
  #hasText = false;
  #hasReasoning = false;
  #hasToolCalls = false;
  #unreadable = 0;

  constructor(context: ReplyContext) {
    this.#context = context;
    this.#thinkTags = new ThinkTags({
      text: (piece) => this.#push('text-delta', piece),
      reasoning: (piece) => this.#push('reasoning-delta', piece),
    });
  }

  /** True after `[DONE]`: nothing more will come. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** True once a data event has come: from then on nothing is tried again. */
  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /** True once the gateway has said how the answer ended; only usage can follow. */
  get hasFinish(): boolean {
    return this.#finishReason !== undefined;
  }

  get hasText(): boolean {
    return this.#hasText;
  }

  get hasReasoning(): boolean {
    return this.#hasReasoning;
  }

  /** The error that the gateway sent inside the stream. */
  get failure(): ApiError | undefined {
    return this.#failure;
  }

  /** Events that were no JSON. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** Takes the data of one event. `name` is its `event` field. */
  accept(data: string, name?: string): void {
    if (this.#isDone || this.#failure !== undefined) {
      return;
    }
    this.#start();
    if (name === 'error') {
      this.#fail(errorFromEvent(data, this.#context));
      return;
    }
    const chunk = parseJson(data);
    if (isRecord(chunk)) {
      this.acceptChunk(chunk);
    } else {
      this.#acceptOther(data);
    }
  }

  /** Takes one chunk. */
  acceptChunk(chunk: JsonRecord): void {
    this.#start();
    const choices = chunk['choices'];
    const hasChoices = isArray(choices) && choices.length > 0;
    if (!hasChoices || isPresent(chunk['error'])) {
      this.#fail(errorInBody(chunk, this.#context));
    }
    this.#acceptUsage(chunk['usage']);
    if (hasChoices && this.#failure === undefined && isRecord(choices[0])) {
      this.#acceptChoice(choices[0]);
    }
  }

  /** The events since the last call. */
  takeEvents(): ChatEvent[] {
    this.#flushDelta();
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Takes a whole answer that came as a single JSON body: complete, even where it does not say so. */
  acceptWhole(body: JsonRecord): void {
    this.acceptChunk(body);
    this.#finishReason ??= 'stop';
  }

  /** Gives what was held back; call once, when no more will come. Of an answer without finish only whole tool calls are given. */
  end(): void {
    if (!this.#hasText && this.#wholeMessage !== undefined) {
      this.#acceptDelta(this.#wholeMessage);
    }
    this.#thinkTags.end();
    this.#flushDelta();
    for (const call of this.hasFinish ? this.#toolCalls.finish() : this.#toolCalls.finishComplete()) {
      this.#hasToolCalls = true;
      this.#events.push({ type: 'tool-call', ...call });
    }
    if (this.#usage !== undefined) {
      this.#events.push({ type: 'usage', usage: this.#usage });
    }
  }

  /** The last one that tells anything counts; an empty one takes nothing back. */
  #acceptUsage(value: unknown): void {
    this.#usage = (isRecord(value) ? readUsage(value) : undefined) ?? this.#usage;
  }

  get hasToolCalls(): boolean {
    return this.#hasToolCalls;
  }

  /** How the gateway says that the answer ended; undefined where it does not say. Tool calls decide over the word. */
  get outcome(): TurnOutcome | undefined {
    const outcome = this.#finishReason === undefined ? undefined : outcomeOf(this.#finishReason);
    return outcome === 'stop' && this.#hasToolCalls ? 'tool-calls' : outcome;
  }

  #start(): void {
    if (this.#hasStarted) {
      return;
    }
    this.#hasStarted = true;
    const { requestId } = this.#context;
    this.#events.push({ type: 'turn-start', ...(requestId === undefined ? {} : { requestId }) });
  }

  #acceptChoice(choice: JsonRecord): void {
    const { delta, message } = choice;
    if (isRecord(delta)) {
      this.#acceptDelta(delta);
    }
    if (isRecord(message)) {
      // Beside deltas it repeats them; alone it is the answer (wire.md, rows 28 and 30).
      this.#wholeMessage = message;
    }
    this.#acceptUsage(choice['usage']);
    this.#finishReason = readString(choice, 'finish_reason') ?? this.#finishReason;
  }

  #acceptDelta(delta: JsonRecord): void {
    const reasoning = readReasoning(delta);
    if (reasoning !== undefined) {
      this.#push('reasoning-delta', reasoning);
    }
    const { content } = delta;
    if (typeof content === 'string') {
      if (content !== '') {
        this.#thinkTags.feed(content);
      }
    } else if (isArray(content)) {
      this.#acceptParts(content);
    }
    if (isPresent(delta['tool_calls'])) {
      this.#toolCalls.accept(delta['tool_calls']);
    }
    if (isPresent(delta['function_call'])) {
      this.#toolCalls.accept(delta['function_call']);
    }
  }

  /** Content in parts, as Mistral writes it: text, and thinking that holds parts of its own. */
  #acceptParts(parts: readonly unknown[]): void {
    for (const part of parts) {
      if (!isRecord(part)) {
        continue;
      }
      const thinking = part['thinking'];
      const pieces = isArray(thinking) ? thinking : [part];
      for (const piece of pieces) {
        const text = isRecord(piece) ? (readString(piece, 'text') ?? readString(piece, 'thinking')) : undefined;
        if (text !== undefined) {
          this.#push(part['type'] === 'thinking' ? 'reasoning-delta' : 'text-delta', text);
        }
      }
    }
  }

  /** Data that is no JSON object: the end mark, a comment that a proxy wrapped, several events run together, or rubbish. */
  #acceptOther(data: string): void {
    const text = data.trim();
    if (text === '[DONE]') {
      this.#isDone = true;
    } else if (text.includes('\n')) {
      for (const line of text.split('\n')) {
        this.accept(line);
      }
    } else if (/^error\b/i.test(text)) {
      this.#fail(errorFromEvent(text, this.#context));
    } else if (text !== '' && !text.startsWith(':')) {
      this.#unreadable += 1;
    }
  }

  /** An answer that has its finish is whole; what goes wrong after it takes nothing from it. */
  #fail(error: ApiError | undefined): void {
    if (!this.hasFinish) {
      this.#failure = error;
    }
  }

  #push(type: DeltaType, text: string): void {
    if (type !== this.#deltaType) {
      this.#flushDelta();
      this.#deltaType = type;
    }
    this.#delta += text;
    if (type === 'text-delta') {
      this.#hasText = true;
    } else {
      this.#hasReasoning = true;
    }
  }

  #flushDelta(): void {
    if (this.#delta !== '') {
      this.#events.push({ type: this.#deltaType, text: this.#delta });
      this.#delta = '';
    }
  }
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** The first that is given of the names in use; gateways that send two send the same text in both (wire.md, row 48). */
function readReasoning(delta: JsonRecord): string | undefined {
  const reasoning = readString(delta, 'reasoning_content') ?? readString(delta, 'reasoning');
  if (reasoning !== undefined) {
    return reasoning;
  }
  const details = delta['reasoning_details'];
  if (!isArray(details)) {
    return undefined;
  }
  const text = details.map((detail) => (isRecord(detail) ? (readString(detail, 'text') ?? '') : '')).join('');
  return text === '' ? undefined : text;
}

function outcomeOf(finishReason: string): TurnOutcome {
  switch (finishReason.toLowerCase()) {
    case 'length':
    case 'max_tokens':
      return 'length';
    case 'tool_calls':
    case 'function_call':
      return 'tool-calls';
    case 'content_filter':
    case 'safety':
      return 'content-filter';
    default:
      return 'stop';
  }
}
