// One chat of one window: its messages, and at most one answer growing at a time.
import { isAnswerOpen, type Answer, type Attachment, type ChatMessage, type RetryPlan } from '../shared/chat.ts';
import type { ChatRequest } from '../shared/gateway.ts';
import type { ChatHead, ChatTree, MessageToSave, StoredChat } from '../shared/history.ts';
import { ActiveTurn } from './activeTurn.ts';
import {
  createAnswer,
  endAnswer,
  failAnswer,
  growAnswer,
  isBlank,
  offerContinue,
  reopenAnswer,
} from './answerState.ts';
import { chatTitle } from './chatTitle.ts';
import { buildContinueRequest, buildRequest } from './prompt.ts';
import type { AnswerDelta, ChatPorts, TurnEvent } from './ports.ts';

/** Whoever creates it disposes it, which stops the answer under way. */
export class ChatSession {
  readonly #ports: ChatPorts;
  #chatId: string;
  #messages: readonly ChatMessage[] = [];
  /** Where the chat began. */
  #workspace: ChatHead['workspace'];
  #turn: ActiveTurn | undefined;

  constructor(ports: ChatPorts) {
    this.#ports = ports;
    this.#chatId = ports.createId();
    this.#workspace = ports.workspace();
  }

  get chatId(): string {
    return this.#chatId;
  }

  get isBusy(): boolean {
    return this.#turn !== undefined;
  }

  /** The messages as of now, with all that has arrived. */
  get messages(): readonly ChatMessage[] {
    this.#turn?.flush();
    return this.#messages;
  }

  /** The answer that waits before another attempt, with what is left of the wait. */
  get pendingRetry(): { readonly messageId: string; readonly retry: RetryPlan } | undefined {
    const retry = this.#turn?.pendingRetry;
    return this.#turn && retry && { messageId: this.#turn.answerId, retry };
  }

  /**
   * Adds the user's message and asks for an answer. Resolves when the answer has ended, however it did: failures are
   * part of the chat and never thrown. Returns false, and does nothing, while another answer is growing.
   */
  async send(model: string, text: string, attachments: readonly Attachment[] = []): Promise<boolean> {
    if (this.#turn) {
      return false;
    }
    const message: ChatMessage = { id: this.#ports.createId(), role: 'user', text, attachments: [...attachments] };
    this.#put(message);
    await this.#answer(model, [{ message, place: 'next' }], 'next');
    return true;
  }

  /**
   * Asks again for the last answer, which failed: it is replaced in sight, and stays in the store beside the new one. A request
   * that brings nothing gives it back.
   */
  async retry(answerId: string, model: string): Promise<void> {
    const failed = this.#messages.at(-1);
    if (this.#turn || failed?.id !== answerId || failed.role !== 'assistant') {
      return;
    }
    this.#remove(failed);
    await this.#answer(model, [], { after: this.#messages.at(-1)?.id }, failed);
  }

  /** Asks for the rest of the last answer, which ended too early: the text goes on where it stopped. */
  async continueAnswer(answerId: string, model: string): Promise<void> {
    const answer = this.#messages.at(-1);
    if (this.#turn || answer?.id !== answerId || answer.role !== 'assistant') {
      return;
    }
    const request = buildContinueRequest(model, this.#messages, answer, this.#ports.settings());
    const reopened = reopenAnswer(answer);
    await this.#run(reopened, request, [{ message: reopened, place: 'next' }], answer);
  }

  /** Ends the answer under way; what came is kept. Resolves when the chat is free again. */
  async stop(): Promise<void> {
    this.#turn?.abort.abort();
    await this.#turn?.ended;
  }

  /** Leaves this chat for an empty one. */
  startNewChat(): void {
    this.#leave();
    this.#chatId = this.#ports.createId();
    this.#workspace = this.#ports.workspace();
    this.#messages = [];
    this.#ports.listener.chatOpened(this.#chatId, this.#messages);
  }

  /** Leaves this chat for one that was kept. */
  openChat(stored: StoredChat): void {
    this.#leave();
    this.#chatId = stored.summary.id;
    this.#workspace = stored.summary.workspace;
    this.#messages = this.#takeOver(stored);
    this.#ports.listener.chatOpened(this.#chatId, this.#messages);
    for (const { message } of stored.messages) {
      const taken = this.#messages.find(({ id }) => id === message.id);
      if (isAnswerOpen(message) && taken?.role === 'assistant' && !isAnswerOpen(taken)) {
        this.#keep(taken);
      }
    }
  }

  /** Takes over what another window has added to the chat or changed in it. The answer under way and what is not kept yet stay. */
  refresh(stored: StoredChat): void {
    if (stored.summary.id !== this.#chatId) {
      return;
    }
    const { keeper } = this.#ports;
    const own = this.#messages.filter(({ id }) => id === this.#turn?.answerId || keeper.isPending(id));
    const taken = this.#takeOver(stored).map((message) => own.find(({ id }) => id === message.id) ?? message);
    const all = [...taken, ...own.filter((message) => !taken.includes(message))];
    const isSameOrder = this.#messages.every(({ id }, index) => all[index]?.id === id);
    const changed = all.filter((message) => !isSame(message, this.#messages));
    this.#messages = all;
    if (!isSameOrder) {
      this.#ports.listener.chatOpened(this.#chatId, all);
      return;
    }
    for (const message of changed) {
      this.#ports.listener.messageChanged(this.#chatId, message);
    }
  }

  /** The chat as it stands here, for an export where it is not kept. */
  tree(): ChatTree {
    const { id, title, model, workspace } = this.#head(this.#messages.findLast(isAnswer)?.model ?? '');
    const now = Date.now();
    const place = { isPinned: false, createdAt: now, updatedAt: now };
    return {
      summary: { id, title, model, ...(workspace === undefined ? {} : { workspace }), ...place },
      messages: this.#messages.map((message, index) => ({
        message,
        parentId: this.#messages[index - 1]?.id,
        createdAt: now,
        isGrowing: false,
      })),
      leafId: this.#messages.at(-1)?.id,
    };
  }

  /** What came of the answer under way is kept; the next window finds it interrupted. */
  dispose(): void {
    this.#turn?.abort.abort();
    this.#turn?.flush();
    this.#turn = undefined;
  }

  /** Ends the answer under way as stopped. */
  #leave(): void {
    const turn = this.#turn;
    if (!turn) {
      return;
    }
    turn.abort.abort();
    turn.flush();
    const answer = this.#find(turn);
    if (answer) {
      this.#keep(endAnswer(answer, { outcome: 'stopped', usage: turn.usage, error: undefined }));
    }
    this.#turn = undefined;
  }

  /** The messages of a kept chat; an answer that nobody writes any more was interrupted. */
  #takeOver({ messages }: StoredChat): ChatMessage[] {
    return messages.map(({ message, isGrowing }) =>
      isAnswerOpen(message) && !isGrowing
        ? endAnswer(message, {
            outcome: 'cut-off',
            usage: undefined,
            error: this.#ports.errors.describeInterruption(),
          })
        : message,
    );
  }

  #head(model: string): ChatHead {
    return { id: this.#chatId, title: chatTitle(this.#messages), model, workspace: this.#workspace };
  }

  #keep(answer: Answer, place: MessageToSave['place'] = 'next'): void {
    void this.#ports.keeper.save(this.#head(answer.model), [{ message: answer, place }]);
  }

  async #answer(
    model: string,
    before: readonly MessageToSave[],
    place: MessageToSave['place'],
    previous?: Answer,
  ): Promise<void> {
    const request = buildRequest(model, this.#messages, this.#ports.settings());
    const answer = createAnswer(this.#ports.createId(), model);
    await this.#run(answer, request, [...before, { message: answer, place }], previous);
  }

  /** What is to be saved is on disk before the request goes out. */
  async #run(answer: Answer, request: ChatRequest, toSave: readonly MessageToSave[], previous?: Answer): Promise<void> {
    const { now } = this.#ports;
    const turn = new ActiveTurn({ answer, previous, now, deliver: (from, delta) => this.#grow(from, delta) });
    this.#turn = turn;
    this.#put(answer);
    await this.#ports.keeper.save(this.#head(answer.model), toSave);
    let failure: { readonly error: unknown } | undefined;
    try {
      const client = await this.#ports.client();
      for await (const event of client.streamChat(request, { signal: turn.abort.signal })) {
        this.#apply(turn, event);
      }
    } catch (error) {
      failure = { error };
    }
    turn.close();
    this.#finish(turn, failure);
    turn.markEnded();
    this.#ports.listener.turnEnded();
  }

  #apply(turn: ActiveTurn, event: TurnEvent): void {
    switch (event.type) {
      case 'text-delta':
        turn.addText(event.text);
        return;
      case 'reasoning-delta':
        turn.addReasoning(event.text);
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
      const plan = { attempt: attempt + 1, delayMs, reason: this.#ports.errors.describeRetry(error) };
      turn.scheduleRetry(plan);
      this.#ports.listener.retryScheduled(this.#chatId, turn.answerId, plan);
    }
  }

  #grow(turn: ActiveTurn, delta: AnswerDelta): void {
    const answer = this.#find(turn);
    if (!answer) {
      return;
    }
    const grown = growAnswer(answer, delta, turn.times);
    this.#messages = this.#messages.map((message) => (message.id === grown.id ? grown : message));
    if (answer.status === 'waiting') {
      this.#ports.listener.messageChanged(this.#chatId, { ...answer, status: 'streaming' });
    }
    this.#ports.listener.answerGrew(this.#chatId, grown.id, delta);
    this.#ports.keeper.grow(this.#head(grown.model), grown, delta);
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
      const error = this.#ports.errors.describeFailure(failure.error);
      this.#settle(turn, failAnswer(answer, turn.isContinuation ? offerContinue(error) : error));
      return;
    }
    const outcome = turn.outcome ?? 'cut-off';
    const error = this.#ports.errors.describeOutcome(outcome);
    this.#settle(turn, endAnswer(answer, { outcome, usage: turn.usage, error }));
  }

  /** Shows and keeps how the answer ended. A request that was in vain gives back what it was to continue or replace. */
  #settle({ previous, hasBegun }: ActiveTurn, answer: Answer): void {
    const isInVain = !hasBegun && (answer.status === 'failed' || answer.outcome === 'stopped');
    if (!isInVain || !previous || isBlank(previous)) {
      this.#end(answer);
      return;
    }
    const kept = answer.error ? failAnswer(previous, offerContinue(answer.error)) : previous;
    if (previous.id === answer.id) {
      this.#end(kept);
      return;
    }
    this.#remove(answer);
    const parent = this.#messages.at(-1)?.id;
    this.#keep(answer);
    this.#put(kept);
    this.#keep(kept, { after: parent });
  }

  #end(answer: Answer): void {
    this.#put(answer);
    this.#keep(answer);
  }

  /** The answer of `turn`, unless the user has left its chat meanwhile. */
  #find(turn: ActiveTurn): Answer | undefined {
    const message = this.#turn === turn ? this.#messages.find(({ id }) => id === turn.answerId) : undefined;
    return message && isAnswerOpen(message) ? message : undefined;
  }

  #remove({ id }: Answer): void {
    this.#messages = this.#messages.filter((message) => message.id !== id);
    this.#ports.listener.messageRemoved(this.#chatId, id);
  }

  #put(message: ChatMessage): void {
    const isKnown = this.#messages.some(({ id }) => id === message.id);
    this.#messages = isKnown
      ? this.#messages.map((existing) => (existing.id === message.id ? message : existing))
      : [...this.#messages, message];
    this.#ports.listener.messageChanged(this.#chatId, message);
  }
}

function isSame(message: ChatMessage, messages: readonly ChatMessage[]): boolean {
  const known = messages.find(({ id }) => id === message.id);
  return known === message || JSON.stringify(known) === JSON.stringify(message);
}

function isAnswer(message: ChatMessage): message is Answer {
  return message.role === 'assistant';
}
