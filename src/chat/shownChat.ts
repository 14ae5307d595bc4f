// The chat that a window shows: its messages as they stand, what the page is told of them, and what is handed on to be kept.
import type { Answer, ChatMessage } from '../shared/chat.ts';
import type { ShownMessage } from '../shared/chatNews.ts';
import { chatTitle } from '../shared/chatTitle.ts';
import { addCosts, type Cost } from '../shared/credits.ts';
import type { ChatHead, ChatTree, MessageToSave } from '../shared/history.ts';
import { placeOf } from '../shared/parts.ts';
import { growAnswer, type AnswerTimes } from './answerState.ts';
import { MessageTree } from './chatTree.ts';
import type { Piece } from './deltaBatcher.ts';
import { closeInterrupted, isSame, treeOf } from './keptChat.ts';
import type { ChatPorts } from './ports.ts';
import { withUnsaved } from './unsavedChats.ts';

type Ports = Pick<ChatPorts, 'errors' | 'keeper' | 'tell'>;

export class ShownChat {
  readonly id: string;
  /** Where it began. */
  readonly workspace: ChatHead['workspace'];
  readonly #ports: Ports;
  #tree: MessageTree;
  /** An answer that stays in sight here while it is written, though another window has brought a version of it into sight. */
  #heldInSight: string | undefined;

  /** Tells nobody: what is shown first is asked for. */
  constructor(ports: Ports, { id, workspace }: Pick<ChatHead, 'id' | 'workspace'>, tree = new MessageTree()) {
    this.id = id;
    this.workspace = workspace;
    this.#ports = ports;
    this.#tree = tree;
  }

  /** A chat that was kept. An answer that nobody writes any more was interrupted, and is kept as such. */
  static open(ports: Ports, { summary, messages, leafId }: ChatTree): ShownChat {
    const closed = closeInterrupted(messages, ports.errors);
    const chat = new ShownChat(ports, summary, new MessageTree(closed, leafId));
    for (const [index, { message }] of closed.entries()) {
      if (message.role === 'assistant' && message !== messages[index]?.message) {
        chat.keep(message);
      }
    }
    return chat;
  }

  /** Those in sight, first to last. */
  get messages(): readonly ChatMessage[] {
    return this.#tree.way;
  }

  /** The same, each with its versions. */
  get shown(): readonly ShownMessage[] {
    return this.messages.map((message) => this.#withVersions(message));
  }

  find(id: string): ChatMessage | undefined {
    return this.#tree.find(id)?.message;
  }

  tellAll(): void {
    this.#ports.tell({ type: 'chat-opened', chatId: this.id, messages: this.shown });
  }

  /** A new message comes into sight behind the last one; a known one is replaced in its place, in sight or not. */
  put(message: ChatMessage): void {
    if (this.#tree.find(message.id)) {
      this.#tree.replace(message);
    } else {
      this.#tree.insert(message, this.#tree.leafId);
    }
    this.#tellOf(message);
  }

  /** Takes the last message out of sight; what comes next is another version of it. */
  hideLast(): void {
    const last = this.messages.at(-1);
    this.#tree.stepBack();
    if (last) {
      this.#ports.tell({ type: 'message-removed', chatId: this.id, messageId: last.id });
    }
  }

  /** Brings back a message that was hidden, as it is now, and what another window has put behind it. */
  bringBack(message: ChatMessage): void {
    this.#tree.replace(message);
    this.#tree.choose(message.id);
    if (this.#tree.leafId === message.id) {
      this.#tellOf(message);
    } else {
      this.tellAll();
    }
  }

  grow(answer: Answer, piece: Piece, times: AnswerTimes): void {
    const { tell, keeper } = this.#ports;
    const delta = { part: placeOf(answer.parts, piece.kind), ...piece };
    const grown = growAnswer(answer, delta, times);
    this.#tree.replace(grown);
    if (answer.status === 'waiting') {
      this.#tellOf({ ...answer, status: 'streaming' });
    }
    tell({ type: 'answer-grew', chatId: this.id, messageId: grown.id, ...delta });
    keeper.grow(this.#head(grown.model), grown, delta);
  }

  keep(answer: Answer, place = this.#placeToKeep(answer.id)): void {
    void this.save(answer.model, [{ message: answer, place }]);
  }

  /** Resolves when the messages are kept, or cannot be for now. Never rejects. */
  save(model: string, messages: readonly MessageToSave[]): Promise<void> {
    return this.#ports.keeper.save(this.#head(model), messages);
  }

  /**
   * Takes over what another window has added or changed. What is not kept yet stays, and so does the answer under way, in sight.
   * @param answerId the answer under way
   */
  refresh(stored: ChatTree, answerId: string | undefined): void {
    const answer = answerId === undefined ? undefined : this.find(answerId);
    const shownBefore = this.shown;
    const { messages, leafId } = this.#withUnsaved(stored);
    this.#tree = new MessageTree(closeInterrupted(messages, this.#ports.errors), leafId);
    if (answer) {
      this.#takeOver(answer);
    }
    const shown = this.shown;
    if (shownBefore.some(({ message }, index) => message.id !== shown[index]?.message.id)) {
      this.tellAll();
      return;
    }
    for (const [index, one] of shown.entries()) {
      if (!isSame(one, shownBefore[index])) {
        this.#tellOf(one.message);
      }
    }
  }

  /** What all requests for an answer cost, as it turns out after its end. The store has it already. */
  noteCost(messageId: string, cost: Cost): void {
    const answer = this.find(messageId);
    if (answer?.role === 'assistant') {
      const whole = addCosts(answer.cost === undefined ? [cost] : [answer.cost, cost]);
      this.#tree.replace({ ...answer, cost: whole });
      this.#ports.tell({ type: 'cost-settled', chatId: this.id, messageId, cost: whole });
    }
  }

  /** With all branches, in the form of a kept one. `now`: milliseconds since 1970. */
  toTree(now: number): ChatTree {
    const last = this.messages.findLast((message) => message.role === 'assistant');
    return treeOf(this.#head(last?.model ?? ''), this.#tree, now);
  }

  #withUnsaved(stored: ChatTree): ChatTree {
    const unsaved = this.#ports.keeper.unsavedOf(this.id);
    if (!unsaved) {
      return stored;
    }
    // What was learned of it since it was handed on, as its cost, is known here only.
    const messages = unsaved.messages.map(({ message, place }) => ({
      message: this.find(message.id) ?? message,
      place,
    }));
    return withUnsaved(stored, { ...unsaved, messages }, stored.summary.updatedAt);
  }

  #takeOver(answer: ChatMessage): void {
    if (!this.#tree.find(answer.id)) {
      this.#tree.insert(answer, this.#tree.leafId);
      return;
    }
    this.#tree.replace(answer);
    if (!this.#tree.isInSight(answer.id)) {
      this.#heldInSight = answer.id;
      this.#tree.choose(answer.id);
    }
  }

  /** Whoever ends an answer last has it in sight, in all windows. */
  #placeToKeep(messageId: string): MessageToSave['place'] {
    return messageId === this.#heldInSight ? { after: this.#tree.find(messageId)?.parentId } : 'next';
  }

  #tellOf(message: ChatMessage): void {
    if (this.#tree.isInSight(message.id)) {
      this.#ports.tell({ type: 'message-changed', chatId: this.id, ...this.#withVersions(message) });
    }
  }

  #withVersions(message: ChatMessage): ShownMessage {
    const versions = this.#tree.versionsOf(message.id);
    return versions.length > 1 ? { message, versions: [...versions] } : { message };
  }

  #head(model: string): ChatHead {
    return { id: this.id, title: chatTitle(this.messages), model, workspace: this.workspace };
  }
}
