// One chat of one window: its messages, and at most one answer growing at a time.
import { isAnswerOpen, type Answer, type Attachment, type ChatMessage } from '../shared/chat.ts';
import type { ChatRequest, TokenUsage, TurnOutcome } from '../shared/gateway.ts';
import { createAnswer, endAnswer, failAnswer, growAnswer, reopenAnswer } from './answerState.ts';
import { DeltaBatcher } from './deltaBatcher.ts';
import { buildContinueRequest, buildRequest } from './prompt.ts';
import type { ChatPorts, TurnEvent } from './ports.ts';

interface ActiveTurn {
  readonly answerId: string;
  readonly abort: AbortController;
  readonly batcher: DeltaBatcher;
  readonly startedAt: number;
  /** Settles when the turn is over; never rejects. */
  readonly ended: Promise<void>;
  usage: TokenUsage | undefined;
  outcome: TurnOutcome | undefined;
}

/** Whoever creates it disposes it, which stops the answer under way. */
export class ChatSession {
  readonly #ports: ChatPorts;
  #chatId: string;
  #messages: readonly ChatMessage[] = [];
  #turn: ActiveTurn | undefined;

  constructor(ports: ChatPorts) {
    this.#ports = ports;
    this.#chatId = ports.createId();
  }

  get chatId(): string {
    return this.#chatId;
  }

  get isBusy(): boolean {
    return this.#turn !== undefined;
  }

  /** The messages as of now, with all that has arrived. */
  get messages(): readonly ChatMessage[] {
    this.#turn?.batcher.flush();
    return this.#messages;
  }

  /**
   * Adds the user's message and asks for an answer. Resolves when the answer has ended, however it did: failures are
   * part of the chat and never thrown. Returns false, and does nothing, while another answer is growing.
   */
  async send(model: string, text: string, attachments: readonly Attachment[] = []): Promise<boolean> {
    if (this.#turn) {
      return false;
    }
    this.#put({ id: this.#ports.createId(), role: 'user', text, attachments: [...attachments] });
    await this.#answer(model);
    return true;
  }

  /** Asks again for the last answer, which failed: it is replaced. */
  async retry(answerId: string, model: string): Promise<void> {
    if (this.#turn || this.#messages.at(-1)?.id !== answerId) {
      return;
    }
    this.#messages = this.#messages.slice(0, -1);
    this.#ports.listener.messageRemoved(this.#chatId, answerId);
    await this.#answer(model);
  }

  /** Asks for the rest of the last answer, which ended too early: the text goes on where it stopped. */
  async continueAnswer(answerId: string, model: string): Promise<void> {
    const answer = this.#messages.at(-1);
    if (this.#turn || answer?.id !== answerId || answer.role !== 'assistant') {
      return;
    }
    const request = buildContinueRequest(model, this.#messages, this.#ports.settings());
    await this.#run(reopenAnswer(answer), request);
  }

  /** Ends the answer under way; what came is kept. Resolves when the chat is free again. */
  async stop(): Promise<void> {
    this.#turn?.abort.abort();
    await this.#turn?.ended;
  }

  /** Leaves this chat for an empty one. */
  startNewChat(): void {
    this.#turn?.abort.abort();
    this.#turn?.batcher.flush();
    this.#turn = undefined;
    this.#chatId = this.#ports.createId();
    this.#messages = [];
    this.#ports.listener.chatOpened(this.#chatId, this.#messages);
  }

  dispose(): void {
    this.#turn?.abort.abort();
  }

  async #answer(model: string): Promise<void> {
    const request = buildRequest(model, this.#messages, this.#ports.settings());
    await this.#run(createAnswer(this.#ports.createId(), model), request);
  }

  async #run(answer: Answer, request: ChatRequest): Promise<void> {
    const { promise: ended, resolve: markEnded } = Promise.withResolvers<undefined>();
    const turn: ActiveTurn = {
      answerId: answer.id,
      abort: new AbortController(),
      batcher: new DeltaBatcher((delta) => this.#grow(turn, delta.text, delta.reasoning)),
      startedAt: this.#ports.now(),
      ended,
      usage: undefined,
      outcome: undefined,
    };
    this.#turn = turn;
    this.#put(answer);
    let failure: { readonly error: unknown } | undefined;
    try {
      const client = await this.#ports.client();
      for await (const event of client.streamChat(request, { signal: turn.abort.signal })) {
        this.#apply(turn, event);
      }
    } catch (error) {
      failure = { error };
    }
    turn.batcher.flush();
    this.#finish(turn, failure);
    markEnded(undefined);
    this.#ports.listener.turnEnded();
  }

  #apply(turn: ActiveTurn, event: TurnEvent): void {
    switch (event.type) {
      case 'text-delta':
        turn.batcher.addText(event.text);
        return;
      case 'reasoning-delta':
        turn.batcher.addReasoning(event.text);
        return;
      case 'usage':
        turn.usage = event.usage;
        return;
      case 'turn-end':
        turn.outcome = event.outcome;
        return;
      case 'retry':
        this.#announceRetry(turn, event);
        return;
      case 'turn-start':
      case 'tool-call':
        return;
    }
  }

  #announceRetry(turn: ActiveTurn, { attempt, delayMs, error }: Extract<TurnEvent, { type: 'retry' }>): void {
    if (this.#turn === turn) {
      const text = this.#ports.errors.describeRetry(error, attempt);
      this.#ports.listener.retryScheduled(this.#chatId, turn.answerId, attempt, delayMs, text);
    }
  }

  #grow(turn: ActiveTurn, text: string, reasoning: string): void {
    const answer = this.#find(turn);
    if (!answer) {
      return;
    }
    const grown = growAnswer(answer, { text, reasoning }, this.#ports.now() - turn.startedAt);
    this.#messages = this.#messages.map((message) => (message.id === grown.id ? grown : message));
    if (answer.status === 'waiting') {
      this.#ports.listener.messageChanged(this.#chatId, { ...answer, status: 'streaming' });
    }
    this.#ports.listener.answerGrew(this.#chatId, grown.id, { text, reasoning });
  }

  #finish(turn: ActiveTurn, failure: { readonly error: unknown } | undefined): void {
    const answer = this.#find(turn);
    if (this.#turn === turn) {
      this.#turn = undefined;
    }
    if (!answer) {
      return;
    }
    if (failure) {
      this.#put(failAnswer(answer, this.#ports.errors.describeFailure(failure.error)));
      return;
    }
    const outcome = turn.outcome ?? 'cut-off';
    const error = this.#ports.errors.describeOutcome(outcome);
    this.#put(endAnswer(answer, { outcome, usage: turn.usage, error }));
  }

  /** The answer of `turn`, unless the user has left its chat meanwhile. */
  #find(turn: ActiveTurn): Answer | undefined {
    const message = this.#turn === turn ? this.#messages.find(({ id }) => id === turn.answerId) : undefined;
    return message && isAnswerOpen(message) ? message : undefined;
  }

  #put(message: ChatMessage): void {
    const isKnown = this.#messages.some(({ id }) => id === message.id);
    this.#messages = isKnown
      ? this.#messages.map((existing) => (existing.id === message.id ? message : existing))
      : [...this.#messages, message];
    this.#ports.listener.messageChanged(this.#chatId, message);
  }
}
