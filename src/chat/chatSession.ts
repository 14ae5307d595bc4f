// One chat of one window: its messages, and at most one answer growing at a time.
import { isAnswerOpen, type Answer, type ChatMessage } from '../shared/chat.ts';
import type { Cost } from '../shared/credits.ts';
import type { RetryPlan } from '../shared/failure.ts';
import type { ChatRequest } from '../shared/gateway.ts';
import type { ChatTree } from '../shared/history.ts';
import type { UserPart } from '../shared/parts.ts';
import type { PendingRetry } from '../turn/turnRecord.ts';
import { ActiveTurn } from './activeTurn.ts';
import { limitOf, type AnswerTask, type MessageExtras, type NewAnswer, type Wish } from './answerTask.ts';
import { createAnswer, endAnswer, failAnswer, isBlank, offerContinue, reopenAnswer } from './answerState.ts';
import type { Piece } from './deltaBatcher.ts';
import type { ChatPorts } from './ports.ts';
import { buildContinueRequest, buildRequest } from './prompt.ts';
import { ShownChat } from './shownChat.ts';

/** Whoever creates it disposes it, which stops the answer under way. */
export class ChatSession {
  readonly #ports: ChatPorts;
  #chat: ShownChat;
  #turn: ActiveTurn | undefined;

  constructor(ports: ChatPorts) {
    this.#ports = ports;
    this.#chat = this.#createChat();
  }

  get chatId(): string {
    return this.#chat.id;
  }

  get isBusy(): boolean {
    return this.#turn !== undefined;
  }

  /** The messages as of now, with all that has arrived. */
  get messages(): readonly ChatMessage[] {
    this.#turn?.flush();
    return this.#chat.messages;
  }

  /** Tells of the chat as it stands, with all that has arrived, and of the wait before another attempt: for a page that knows nothing yet. */
  tellAll(): void {
    this.#turn?.flush();
    this.#chat.tellAll();
    const retry = this.#turn?.record.pendingRetry;
    if (this.#turn && retry) {
      this.#announceRetry(this.#turn, retry);
    }
  }

  /**
   * Adds the user's message and asks for an answer. Resolves when the answer has ended, however it did: failures are
   * part of the chat and never thrown. Returns false, and does nothing, while another answer is growing.
   */
  async send(
    model: string,
    text: string,
    { attachments = [], feature = 'chat', id = this.#ports.createId() }: Partial<MessageExtras> = {},
  ): Promise<boolean> {
    if (this.#turn) {
      return false;
    }
    const attached = attachments.map((attachment): UserPart => ({ kind: 'attachment', attachment }));
    const message: ChatMessage = { id, role: 'user', parts: [{ kind: 'text', text }, ...attached] };
    this.#chat.put(message);
    await this.#answer({ model, before: [{ message, place: 'next' }], place: 'next', feature });
    return true;
  }

  /**
   * Asks again for the last answer, which failed: it is replaced in sight, and stays in the store beside the new one. A request
   * that brings nothing gives it back. `wish`: what is different this time.
   */
  async retry(answerId: string, model: string, wish: Wish = {}): Promise<void> {
    const failed = this.#chat.messages.at(-1);
    if (this.#turn || failed?.id !== answerId || failed.role !== 'assistant') {
      return;
    }
    this.#chat.hideLast();
    const place = { after: this.#chat.messages.at(-1)?.id };
    await this.#answer({ model, before: [], place, previous: failed, ...wish });
  }

  /** Asks for the rest of the last answer, which ended too early: the text goes on where it stopped. */
  async continueAnswer(answerId: string, model: string, wish: Wish = {}): Promise<void> {
    const answer = this.#chat.messages.at(-1);
    if (this.#turn || answer?.id !== answerId || answer.role !== 'assistant') {
      return;
    }
    const request = buildContinueRequest(model, this.#chat.messages, answer, this.#ports.settings());
    const reopened = reopenAnswer(answer);
    const toSave = [{ message: reopened, place: 'next' as const }];
    await this.#run(reopened, { request: { ...request, ...limitOf(wish) }, toSave, previous: answer, ...wish });
  }

  /** The request that asks for an answer once more, as if it had not been given. */
  requestOf(answerId: string, model: string): ChatRequest | undefined {
    const { messages } = this.#chat;
    const index = messages.findIndex(({ id }) => id === answerId);
    return index < 1 ? undefined : buildRequest(model, messages.slice(0, index), this.#ports.settings());
  }

  /** Asks the question of an answer once more, below everything: both answers stay, to be compared. */
  async askAgain(answerId: string, model: string): Promise<void> {
    const request = this.requestOf(answerId, model);
    const { messages } = this.#chat;
    const index = messages.findIndex(({ id }) => id === answerId);
    const question = messages.slice(0, index).findLast(({ role }) => role === 'user');
    if (this.#turn || !request || question?.role !== 'user') {
      return;
    }
    const message: ChatMessage = { ...question, id: this.#ports.createId() };
    this.#chat.put(message);
    const answer = createAnswer(this.#ports.createId(), model);
    const toSave = [message, answer].map((one) => ({ message: one, place: 'next' as const }));
    await this.#run(answer, { request, toSave });
  }

  /** Ends the answer under way; what came is kept. Resolves when the chat is free again. */
  async stop(): Promise<void> {
    this.#turn?.abort.abort();
    await this.#turn?.ended;
  }

  /** Leaves this chat for an empty one. */
  startNewChat(): void {
    this.#leave();
    this.#chat = this.#createChat();
    this.#chat.tellAll();
  }

  /** Leaves this chat for one that was kept. */
  openChat(stored: ChatTree): void {
    this.#leave();
    this.#chat = ShownChat.open(this.#ports, stored);
    this.#chat.tellAll();
  }

  /** Takes over what another window has added to the chat or changed in it. The answer under way and what is not kept yet stay. */
  refresh(stored: ChatTree): void {
    if (stored.summary.id === this.chatId) {
      this.#chat.refresh(stored, this.#turn?.answerId);
    }
  }

  /** What all requests for an answer cost, as it turns out after its end. The store has it already. */
  noteCost(messageId: string, cost: Cost): void {
    this.#chat.noteCost(messageId, cost);
  }

  /** The chat as it stands here, for an export where it is not kept. `now`: milliseconds since 1970. */
  tree(now: number): ChatTree {
    return this.#chat.toTree(now);
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
      this.#chat.keep(endAnswer(answer, { outcome: 'stopped', usage: turn.record.usage, error: undefined }));
    }
    this.#turn = undefined;
  }

  #createChat(): ShownChat {
    return new ShownChat(this.#ports, { id: this.#ports.createId(), workspace: this.#ports.workspace() });
  }

  async #answer({ model, before, place, ...task }: NewAnswer): Promise<void> {
    const request = { ...buildRequest(model, this.#chat.messages, this.#ports.settings()), ...limitOf(task) };
    const answer = createAnswer(this.#ports.createId(), model);
    await this.#run(answer, { ...task, request, toSave: [...before, { message: answer, place }] });
  }

  /** What is to be saved is on disk before the request goes out. */
  async #run(
    answer: Answer,
    { request, toSave, previous, feature = 'chat', isApproved = false }: AnswerTask,
  ): Promise<void> {
    const { now, schedule } = this.#ports;
    const chat = this.#chat;
    const turn = new ActiveTurn({
      answer,
      previous,
      request,
      now,
      schedule,
      deliver: (from, piece) => this.#grow(from, piece),
      announceRetry: (from, retry) => this.#announceRetry(from, retry),
    });
    this.#turn = turn;
    chat.put(answer);
    await chat.save(answer.model, toSave);
    const purpose = { feature, chatId: chat.id, messageId: answer.id, workspace: chat.workspace, isApproved };
    await turn.run(this.#ports.client, purpose);
    this.#finish(turn);
    turn.markEnded();
  }

  #announceRetry(turn: ActiveTurn, retry: PendingRetry): void {
    if (this.#turn === turn) {
      this.#ports.tell({
        type: 'retry-scheduled',
        chatId: this.chatId,
        messageId: turn.answerId,
        retry: this.#planOf(retry),
      });
    }
  }

  #planOf({ attempt, delayMs, error }: PendingRetry): RetryPlan {
    return { attempt, delayMs, reason: this.#ports.errors.describeRetry(error) };
  }

  #grow(turn: ActiveTurn, piece: Piece): void {
    const answer = this.#find(turn);
    if (answer) {
      this.#chat.grow(answer, piece, turn.times);
    }
  }

  #finish(turn: ActiveTurn): void {
    const { failure, outcome = 'cut-off', cause, usage } = turn.record;
    const answer = this.#find(turn);
    if (this.#turn === turn) {
      this.#turn = undefined;
    }
    if (!answer) {
      return;
    }
    if (failure) {
      const error = this.#ports.errors.describeFailure(failure.error, answer.model);
      this.#settle(turn, failAnswer(answer, turn.isContinuation ? offerContinue(error) : error));
      return;
    }
    const error = this.#ports.errors.describeOutcome(outcome, cause);
    this.#settle(turn, endAnswer(answer, { outcome, usage, error }));
  }

  /** Shows and keeps how the answer ended. A request that was in vain gives back what it was to continue or replace. */
  #settle({ previous, record }: ActiveTurn, answer: Answer): void {
    const isInVain = !record.hasBegun && (answer.status === 'failed' || answer.outcome === 'stopped');
    // What another window has added behind it stays in sight, and so does the answer.
    const isLast = this.#chat.messages.at(-1)?.id === answer.id;
    if (!isInVain || !isLast || !previous || isBlank(previous)) {
      this.#end(answer);
      return;
    }
    const kept = answer.error ? failAnswer(previous, offerContinue(answer.error)) : previous;
    if (previous.id === answer.id) {
      this.#end(kept);
      return;
    }
    this.#chat.hideLast();
    const parent = this.#chat.messages.at(-1)?.id;
    this.#chat.put(answer);
    this.#chat.keep(answer);
    this.#chat.bringBack(kept);
    this.#chat.keep(kept, { after: parent });
  }

  #end(answer: Answer): void {
    this.#chat.put(answer);
    this.#chat.keep(answer);
  }

  /** The answer of `turn`, unless the user has left its chat meanwhile. */
  #find(turn: ActiveTurn): Answer | undefined {
    const message = this.#turn === turn ? this.#chat.find(turn.answerId) : undefined;
    return message && isAnswerOpen(message) ? message : undefined;
  }
}
