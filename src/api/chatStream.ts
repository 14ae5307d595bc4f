// Turns the chunks of one answer into ChatEvents and tolerates the quirks of gateways. All of it is synchronous: this is the hot path.
import type { TokenUsage, TurnOutcome } from '../shared/gateway.ts';
import { isArray, isRecord, parseJson, readString, type JsonRecord } from '../shared/json.ts';
import { cutText, limits } from '../shared/limits.ts';
import type { ChatEvent } from './chatEvent.ts';
import { errorFromEvent, errorInBody, tooLongError, type ApiError, type ReplyContext } from './errors.ts';
import { ThinkTags } from './thinkTags.ts';
import { ToolCallAssembler } from './toolCalls.ts';
import { readUsage } from './usage.ts';

const openingBrace = 0x7b;
const closingBrace = 0x7d;

type DeltaType = 'text-delta' | 'reasoning-delta';

/** Takes events by `accept`, or a body by `acceptWhole`, and gives ChatEvents by `takeEvents`. Call `end` before the last `takeEvents`. */
export class ChatStream {
  readonly #context: ReplyContext;
  readonly #thinkTags: ThinkTags;
  /** Undefined where the request offers no tools: there is nothing to call then, so calls are ignored. */
  readonly #toolCalls: ToolCallAssembler | undefined;
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
  /** Characters of text and reasoning received so far. */
  #received = 0;
  #isFull = false;

  constructor(context: ReplyContext, hasTools = false) {
    this.#context = context;
    this.#toolCalls = hasTools ? new ToolCallAssembler() : undefined;
    this.#thinkTags = new ThinkTags({
      text: (piece) => this.#push('text-delta', piece),
      reasoning: (piece) => this.#push('reasoning-delta', piece),
    });
  }

  /** True after `[DONE]`: no more events will come. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** True once a data event has come: from then on the request is not retried. */
  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /** True once the gateway has sent more than any answer has. The part within the limit is given, the rest is ignored. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Grows with each piece of text, reasoning or tool call, and with nothing else. */
  get progress(): number {
    return this.#received + (this.#toolCalls?.pieces ?? 0);
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

  /** The number of events that could not be read. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** Takes the data of one event. `name` is its `event` field. */
  accept(data: string, name?: string): void {
    if (this.#isDone || this.#failure !== undefined || this.#isFull) {
      return;
    }
    this.#start();
    if (name === 'error') {
      this.#fail(errorFromEvent(data, this.#context));
      return;
    }
    // A chunk is always an object. Finding out by parsing that a text is not one takes long.
    const chunk = isBraced(data) ? parseJson(data, limits.answer.eventParts) : undefined;
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

  /** Takes an answer that came as a single JSON body. It counts as finished even without a finish reason. */
  acceptWhole(body: JsonRecord): void {
    this.acceptChunk(body);
    this.#finishReason ??= 'stop';
  }

  /**
   * Hands over held-back text, tool calls and usage. Call once, after the last event. Without a finish reason, incomplete calls are
   * dropped.
   */
  end(): void {
    if (!this.#hasText && this.#wholeMessage !== undefined) {
      this.#acceptDelta(this.#wholeMessage);
    }
    this.#thinkTags.end();
    this.#flushDelta();
    const calls = this.hasFinish ? this.#toolCalls?.finish() : this.#toolCalls?.finishComplete();
    for (const call of calls ?? []) {
      this.#hasToolCalls = true;
      this.#events.push({ type: 'tool-call', ...call });
    }
    if (this.#usage !== undefined) {
      this.#events.push({ type: 'usage', usage: this.#usage });
    }
  }

  /** The last usage with counts wins; a later one without counts does not erase it. */
  #acceptUsage(value: unknown): void {
    this.#usage = (isRecord(value) ? readUsage(value) : undefined) ?? this.#usage;
  }

  get hasToolCalls(): boolean {
    return this.#hasToolCalls;
  }

  /** How the answer ended; undefined where the gateway did not say, or sent too much. With tool calls `stop` means `tool-calls`. */
  get outcome(): TurnOutcome | undefined {
    if (this.#isFull) {
      return undefined;
    }
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
      // A message repeats the deltas where there are any; else it is the answer (wire.md, rows 28 and 30).
      this.#wholeMessage = message;
    }
    this.#acceptUsage(choice['usage']);
    this.#finishReason = readString(choice, 'finish_reason') ?? this.#finishReason;
  }

  #acceptDelta(delta: JsonRecord): void {
    const reasoning = readReasoning(delta);
    if (reasoning !== undefined) {
      this.#push('reasoning-delta', this.#fitting(reasoning));
    }
    const { content } = delta;
    if (typeof content === 'string') {
      if (content !== '') {
        this.#thinkTags.feed(this.#fitting(content));
      }
    } else if (isArray(content)) {
      this.#acceptParts(content);
    }
    if (this.#toolCalls !== undefined) {
      this.#acceptCalls(this.#toolCalls, delta);
    }
  }

  #acceptCalls(toolCalls: ToolCallAssembler, delta: JsonRecord): void {
    for (const pieces of [delta['tool_calls'], delta['function_call']]) {
      if (isPresent(pieces)) {
        toolCalls.accept(pieces);
      }
    }
    if (toolCalls.isTooMuch) {
      this.#fail(tooLongError());
    }
  }

  /** The beginning of the text that still fits the limit of an answer. */
  #fitting(text: string): string {
    this.#received += text.length;
    const excess = this.#received - limits.answer.text;
    this.#isFull ||= excess > 0;
    return excess > 0 ? cutText(text, text.length - excess) : text;
  }

  /** Takes content in parts, as Mistral writes it: text parts, and thinking parts that contain a list of parts. */
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
          this.#push(part['type'] === 'thinking' ? 'reasoning-delta' : 'text-delta', this.#fitting(text));
        }
      }
    }
  }

  /** Takes data that is not a JSON object: the end mark, a comment that a proxy wrapped, several events run together, or rubbish. */
  #acceptOther(data: string): void {
    const text = data.trim();
    if (text === '[DONE]') {
      this.#isDone = true;
    } else if (text.includes('\n')) {
      this.#acceptLines(text);
    } else if (/^error\b/i.test(text)) {
      this.#fail(errorFromEvent(text, this.#context));
    } else if (text !== '' && !text.startsWith(':')) {
      this.#unreadable += 1;
    }
  }

  #acceptLines(text: string): void {
    const lines = text.split('\n', limits.answer.eventLines + 1);
    for (const line of lines.slice(0, limits.answer.eventLines)) {
      this.accept(line);
    }
    this.#isFull ||= lines.length > limits.answer.eventLines;
  }

  /** Ignores errors after the finish reason: the answer is complete by then. */
  #fail(error: ApiError | undefined): void {
    if (!this.hasFinish) {
      this.#failure = error;
    }
  }

  #push(type: DeltaType, text: string): void {
    if (text === '') {
      return;
    }
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

function isBraced(text: string): boolean {
  // This runs for each event, and nearly all of them have no white space around the object, so trimming comes second.
  if (text.charCodeAt(0) === openingBrace && text.charCodeAt(text.length - 1) === closingBrace) {
    return true;
  }
  const trimmed = text.trim();
  return trimmed.startsWith('{') && trimmed.endsWith('}');
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Reads the first field in use for reasoning. Gateways that fill two of them write the same text to both (wire.md, row 48). */
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
