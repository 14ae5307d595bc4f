// One chat of one window: its messages, and at most one answer growing at a time.
import { isAnswerOpen, type Answer, type ChatMessage } from '../shared/chat.ts';
import type { RetryPlan } from '../shared/failure.ts';
import { chatTitle } from '../shared/chatTitle.ts';
import { addCosts, type Cost } from '../shared/credits.ts';
import type { ChatRequest } from '../shared/gateway.ts';
import type { ChatHead, ChatTree, MessageToSave, StoredChat } from '../shared/history.ts';
import type { PendingRetry } from '../turn/turnRecord.ts';
import { ActiveTurn } from './activeTurn.ts';
import { limitOf, type AnswerTask, type MessageExtras, type NewAnswer, type Wish } from './answerTask.ts';
import {
  createAnswer,
  endAnswer,
  failAnswer,
  growAnswer,
  isBlank,
  offerContinue,
  reopenAnswer,
} from './answerState.ts';
import { buildContinueRequest, buildRequest } from './prompt.ts';
import { byId, isAmong, messagesOf, treeOf } from './keptChat.ts';
import type { AnswerDelta, ChatPorts } from './ports.ts';

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
    const retry = this.#turn?.record.pendingRetry;
    return this.#turn && retry && { messageId: this.#turn.answerId, retry: this.#planOf(retry) };
  }

  /**
   * Adds the user's message and asks for an answer. Resolves when the answer has ended, however it did: failures are
   * part of the chat and never thrown. Returns false, and does nothing, while another answer is growing.
   */
  async send(
    model: string,
    text: string,
    { attachments = [], feature = 'chat' }: Partial<MessageExtras> = {},
  ): Promise<boolean> {
    if (this.#turn) {
      return false;
    }
    const message: ChatMessage = { id: this.#ports.createId(), role: 'user', text, attachments: [...attachments] };
    this.#put(message);
    await this.#answer({ model, before: [{ message, place: 'next' }], place: 'next', feature });
    return true;
  }

  /**
   * Asks again for the last answer, which failed: it is replaced in sight, and stays in the store beside the new one. A request
   * that brings nothing gives it back. `wish`: what is different this time.
   */
  async retry(answerId: string, model: string, wish: Wish = {}): Promise<void> {
    const failed = this.#messages.at(-1);
    if (this.#turn || failed?.id !== answerId || failed.role !== 'assistant') {
      return;
    }
    this.#remove(failed);
    const place = { after: this.#messages.at(-1)?.id };
    await this.#answer({ model, before: [], place, previous: failed, ...wish });
  }

  /** Asks for the rest of the last answer, which ended too early: the text goes on where it stopped. */
  async continueAnswer(answerId: string, model: string, wish: Wish = {}): Promise<void> {
    const answer = this.#messages.at(-1);
    if (this.#turn || answer?.id !== answerId || answer.role !== 'assistant') {
      return;
    }
    const request = buildContinueRequest(model, this.#messages, answer, this.#ports.settings());
    const reopened = reopenAnswer(answer);
    const toSave = [{ message: reopened, place: 'next' as const }];
    await this.#run(reopened, { request: { ...request, ...limitOf(wish) }, toSave, previous: answer, ...wish });
  }

  /** The request that asks for an answer once more, as if it had not been given. */
  requestOf(answerId: string, model: string): ChatRequest | undefined {
    const index = this.#messages.findIndex(({ id }) => id === answerId);
    return index < 1 ? undefined : buildRequest(model, this.#messages.slice(0, index), this.#ports.settings());
  }

  /** Asks the question of an answer once more, below everything: both answers stay, to be compared. */
  async askAgain(answerId: string, model: string): Promise<void> {
    const request = this.requestOf(answerId, model);
    const index = this.#messages.findIndex(({ id }) => id === answerId);
    const question = this.#messages.slice(0, index).findLast(({ role }) => role === 'user');
    if (this.#turn || !request || question?.role !== 'user') {
      return;
    }
    const message: ChatMessage = { ...question, id: this.#ports.createId() };
    this.#put(message);
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
    this.#messages = messagesOf(stored, this.#ports.errors);
    this.#ports.listener.chatOpened(this.#chatId, this.#messages);
    const opened = byId(this.#messages);
    for (const { message } of stored.messages) {
      const taken = opened.get(message.id);
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
    const { keeper, errors } = this.#ports;
    const own = byId(this.#messages.filter(({ id }) => id === this.#turn?.answerId || keeper.isPending(id)));
    const taken = byId(messagesOf(stored, errors).map((message) => own.get(message.id) ?? message));
    const all = [...taken.values(), ...[...own.values()].filter(({ id }) => !taken.has(id))];
    const isSameOrder = this.#messages.every(({ id }, index) => all[index]?.id === id);
    const known = byId(this.#messages);
    const changed = all.filter((message) => !isAmong(message, known));
    this.#messages = all;
    if (!isSameOrder) {
      this.#ports.listener.chatOpened(this.#chatId, all);
      return;
    }
    for (const message of changed) {
      this.#ports.listener.messageChanged(this.#chatId, message);
    }
  }

  /** What all requests for an answer cost, as it turns out after its end. The store has it already. */
  noteCost(messageId: string, cost: Cost): void {
    const answer = this.#messages.find(({ id }) => id === messageId);
    if (answer?.role === 'assistant') {
      const whole = addCosts(answer.cost === undefined ? [cost] : [answer.cost, cost]);
      this.#messages = this.#messages.map((message) => (message === answer ? { ...answer, cost: whole } : message));
      this.#ports.listener.costSettled(this.#chatId, messageId, whole);
    }
  }

  /** The chat as it stands here, for an export where it is not kept. */
  tree(): ChatTree {
    const head = this.#head(this.#messages.findLast(isAnswer)?.model ?? '');
    return treeOf(head, this.#messages, this.#ports.date());
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
      this.#keep(endAnswer(answer, { outcome: 'stopped', usage: turn.record.usage, error: undefined }));
    }
    this.#turn = undefined;
  }

  #head(model: string): ChatHead {
    return { id: this.#chatId, title: chatTitle(this.#messages), model, workspace: this.#workspace };
  }

  #keep(answer: Answer, place: MessageToSave['place'] = 'next'): void {
    void this.#ports.keeper.save(this.#head(answer.model), [{ message: answer, place }]);
  }

  async #answer({ model, before, place, ...task }: NewAnswer): Promise<void> {
    const request = { ...buildRequest(model, this.#messages, this.#ports.settings()), ...limitOf(task) };
    const answer = createAnswer(this.#ports.createId(), model);
    await this.#run(answer, { ...task, request, toSave: [...before, { message: answer, place }] });
  }

  /** What is to be saved is on disk before the request goes out. */
  async #run(
    answer: Answer,
    { request, toSave, previous, feature = 'chat', isApproved = false }: AnswerTask,
  ): Promise<void> {
    const { now, schedule } = this.#ports;
    const turn = new ActiveTurn({
      answer,
      previous,
      request,
      now,
      schedule,
      deliver: (from, delta) => this.#grow(from, delta),
      announceRetry: (from, retry) => this.#announceRetry(from, retry),
    });
    this.#turn = turn;
    this.#put(answer);
    await this.#ports.keeper.save(this.#head(answer.model), toSave);
    const purpose = { feature, chatId: this.#chatId, messageId: answer.id, workspace: this.#workspace, isApproved };
    await turn.run(this.#ports.client, purpose);
    this.#finish(turn);
    turn.markEnded();
  }

  #announceRetry(turn: ActiveTurn, retry: PendingRetry): void {
    if (this.#turn === turn) {
      this.#ports.listener.retryScheduled(this.#chatId, turn.answerId, this.#planOf(retry));
    }
  }

  #planOf({ attempt, delayMs, error }: PendingRetry): RetryPlan {
    return { attempt, delayMs, reason: this.#ports.errors.describeRetry(error) };
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

function isAnswer(message: ChatMessage): message is Answer {
  return message.role === 'assistant';
}
