// What a window does to the store in G3 to G5: a script of writes that says before and after each what it is, and the check of what is left.
import type { ChatMessage } from '../../../src/shared/chat.ts';
import type { ChatStore } from '../../../src/store/chatStore.ts';
import { answered, asked, plain } from '../../support/messages.ts';
import type { Random } from '../random.ts';

/** One write. `text` tells it from all others. */
export type StoreWrite =
  /** A new chat, or the next question and answer in one; the answer still grows. */
  | { readonly type: 'save'; readonly chatId: string; readonly messageId: string; readonly text: string }
  | { readonly type: 'grow'; readonly chatId: string; readonly messageId: string; readonly text: string }
  /** The answer with all its text. */
  | { readonly type: 'end'; readonly chatId: string; readonly messageId: string; readonly text: string }
  | { readonly type: 'rename'; readonly chatId: string; readonly title: string };

/** Writes that come one after the other in one window, some in chats of other windows. Ids begin with `prefix`. */
export function* storeWrites(
  random: Random,
  prefix: string,
  chatIds: readonly string[],
  newChats = 0.4,
): Generator<StoreWrite> {
  for (let count = 0; ; count += 1) {
    const chatId = random.chance(newChats) ? `${prefix}-chat-${count}` : random.pick([...chatIds, `${prefix}-chat-0`]);
    const messageId = `${prefix}-${count}`;
    const piece = (index: number): string => `${messageId}.${index} ${'wörd 世界 '.repeat(random.below(60))}`;
    yield { type: 'save', chatId, messageId, text: piece(0) };
    let text = '';
    for (let index = 1; index <= random.below(4); index += 1) {
      const grown = piece(index);
      text += grown;
      yield { type: 'grow', chatId, messageId, text: grown };
    }
    if (random.chance(0.7)) {
      yield { type: 'end', chatId, messageId, text };
    }
    // Names that two windows give to one chat are no loss.
    if (chatId.startsWith(prefix) && random.chance(0.2)) {
      yield { type: 'rename', chatId, title: `Title ${messageId}` };
    }
  }
}

const questionId = (messageId: string): string => `q-${messageId}`;

/** Rejects with StoreError. */
export async function doWrite(store: ChatStore, write: StoreWrite): Promise<void> {
  if (write.type === 'rename') {
    await store.chats.renameChat(write.chatId, write.title);
    return;
  }
  const { chatId, messageId, text } = write;
  if (write.type === 'grow') {
    await store.chats.growAnswer(messageId, [{ part: 0, kind: 'text', text }]);
    return;
  }
  const question = asked({ id: questionId(messageId), text });
  const messages: readonly ChatMessage[] =
    write.type === 'save'
      ? [question, answered({ id: messageId, status: 'streaming' })]
      : [answered({ id: messageId, text })];
  const head = { id: chatId, title: `Chat ${chatId}`, model: 'm' };
  await store.chats.saveMessages(
    head,
    messages.map((message) => ({ message, place: 'next' })),
  );
}

/** What must be there, message by message: all that was acknowledged. What was under way may be there or not. */
export class StoreLedger {
  /** The pieces of each message. */
  readonly #pieces = new Map<string, readonly string[]>();
  readonly #chats = new Map<string, Set<string>>();
  readonly #titles = new Map<string, string>();
  /** Messages and chats with a write whose end is not known. */
  readonly #uncertain = new Set<string>();
  #underWay: StoreWrite | undefined;

  begin(write: StoreWrite): void {
    this.#underWay = write;
  }

  /** The write is on disk. */
  acknowledge(): void {
    const write = this.#underWay;
    this.#underWay = undefined;
    if (write !== undefined) {
      this.#apply(write);
    }
  }

  /** The write failed, or its window died: a disk that fails in the last moment may have kept it all the same. */
  giveUp(): void {
    const write = this.#underWay;
    this.#underWay = undefined;
    if (write !== undefined) {
      this.#uncertain.add(write.type === 'rename' ? write.chatId : write.messageId);
    }
  }

  /** Knows the same, and learns apart from now on. */
  copy(): StoreLedger {
    const copy = new StoreLedger();
    this.#pieces.forEach((pieces, id) => copy.#pieces.set(id, pieces));
    this.#chats.forEach((ids, id) => copy.#chats.set(id, new Set(ids)));
    this.#titles.forEach((title, id) => copy.#titles.set(id, title));
    this.#uncertain.forEach((id) => copy.#uncertain.add(id));
    return copy;
  }

  get chatIds(): string[] {
    return [...this.#chats.keys()];
  }

  get messageIds(): string[] {
    return [...this.#pieces.keys()];
  }

  /** Throws where something that was acknowledged is missing or changed. */
  async check(store: ChatStore): Promise<void> {
    for (const [chatId, messageIds] of this.#chats) {
      const tree = await store.chats.readTree(chatId);
      const texts = new Map(tree?.messages.map(({ message }) => [message.id, plain(message).text]));
      for (const messageId of messageIds) {
        this.#checkText(messageId, texts.get(messageId));
      }
      const title = this.#titles.get(chatId);
      if (title !== undefined && !this.#uncertain.has(chatId) && tree?.summary.title !== title) {
        throw new Error(`${chatId} is called “${tree?.summary.title ?? ''}”, not “${title}”`);
      }
    }
  }

  #checkText(messageId: string, seen: string | undefined): void {
    const pieces = this.#pieces.get(messageId) ?? [];
    const isRight = this.#uncertain.has(messageId) ? holdsInOrder(seen, pieces) : seen === pieces.join('');
    if (!isRight) {
      throw new Error(`${messageId}: wanted ${excerpt(pieces.join(''))}, seen ${excerpt(seen)}`);
    }
  }

  #apply(write: StoreWrite): void {
    if (write.type === 'rename') {
      // A chat that could not be saved has no name to change.
      if (this.#chats.has(write.chatId)) {
        this.#titles.set(write.chatId, write.title);
        this.#uncertain.delete(write.chatId);
      }
      return;
    }
    const { chatId, messageId, text } = write;
    if (write.type === 'grow') {
      this.#pieces.set(messageId, [...(this.#pieces.get(messageId) ?? []), text]);
      return;
    }
    // Both replace what is there.
    this.#uncertain.delete(messageId);
    const ids = this.#chats.get(chatId) ?? new Set();
    this.#chats.set(chatId, ids.add(messageId));
    this.#pieces.set(messageId, write.type === 'end' ? [text] : []);
    if (write.type === 'save') {
      ids.add(questionId(messageId));
      this.#pieces.set(questionId(messageId), [text]);
    }
  }
}

function holdsInOrder(text: string | undefined, pieces: readonly string[]): boolean {
  let from = 0;
  for (const piece of pieces) {
    const at = text?.indexOf(piece, from) ?? -1;
    if (at === -1) {
      return false;
    }
    from = at + piece.length;
  }
  return text !== undefined;
}

function excerpt(text: string | undefined): string {
  return text === undefined ? 'nothing' : `“${text.slice(0, 60)}” (${text.length} characters)`;
}
