// A chat as a tree: what is in sight of it is one way from its root, and versions of a message stand beside each other. Pure.
import type { ChatMessage } from '../shared/chat.ts';
import type { StoredMessage } from '../shared/history.ts';

export interface TreeMessage {
  readonly message: ChatMessage;
  readonly parentId: string | undefined;
  /** Milliseconds since 1970; missing for one that was made here. */
  readonly createdAt?: number;
}

/** The way from the root to `leafId`; a parent that is missing ends it. */
export function wayTo<Placed extends Pick<StoredMessage, 'message' | 'parentId'>>(
  messages: readonly Placed[],
  leafId: string | undefined,
): Placed[] {
  const unvisited = new Map(messages.map((placed) => [placed.message.id, placed]));
  const way: Placed[] = [];
  for (let id = leafId; id !== undefined;) {
    const placed = unvisited.get(id);
    // Also ends a circle, which a damaged file may hold.
    unvisited.delete(id);
    id = placed?.parentId;
    if (placed) {
      way.push(placed);
    }
  }
  return way.reverse();
}

/** Putting a message in place of what is known of it costs the same in a chat of any length: answers grow in many pieces. */
export class MessageTree {
  readonly #all = new Map<string, TreeMessage>();
  /** By the id of what they follow, oldest first. */
  readonly #versions = new Map<string | undefined, string[]>();
  #way: ChatMessage[] = [];
  readonly #places = new Map<string, number>();

  constructor(messages: readonly TreeMessage[] = [], leafId?: string) {
    messages.forEach((one) => this.#add(one));
    this.#show(leafId);
  }

  /** All of them, in the order in which they were made. */
  get all(): Iterable<TreeMessage> {
    return this.#all.values();
  }

  /** Those in sight, first to last. Changes with the tree. */
  get way(): readonly ChatMessage[] {
    return this.#way;
  }

  get leafId(): string | undefined {
    return this.#way.at(-1)?.id;
  }

  find(id: string): TreeMessage | undefined {
    return this.#all.get(id);
  }

  isInSight(id: string): boolean {
    return this.#places.has(id);
  }

  /** The ids of all that follow the same message as this one does, itself among them, oldest first. */
  versionsOf(id: string): readonly string[] {
    const known = this.#all.get(id);
    return known ? (this.#versions.get(known.parentId) ?? []) : [];
  }

  /** A new message, which comes into sight behind `parentId`, beside what follows that already. */
  insert(message: ChatMessage, parentId: string | undefined): void {
    this.#add({ message, parentId });
    if (this.leafId !== parentId) {
      this.#show(parentId);
    }
    this.#push(message);
  }

  /** Puts the message in place of what is known of it. */
  replace(message: ChatMessage): void {
    const known = this.#all.get(message.id);
    if (known) {
      this.#all.set(message.id, { ...known, message });
      const place = this.#places.get(message.id);
      if (place !== undefined) {
        this.#way[place] = message;
      }
    }
  }

  /** Brings a message into sight, and behind it the newest of what follows. */
  choose(id: string): void {
    let leafId = id;
    const seen = new Set<string>();
    for (let next: string | undefined = id; next !== undefined && !seen.has(next);) {
      seen.add(next);
      leafId = next;
      next = this.#versions.get(next)?.at(-1);
    }
    this.#show(leafId);
  }

  /** Takes the last message out of sight: what is inserted next behind the one before it is another version of it. */
  stepBack(): void {
    const last = this.#way.pop();
    if (last) {
      this.#places.delete(last.id);
    }
  }

  #add(one: TreeMessage): void {
    this.#all.set(one.message.id, one);
    const versions = this.#versions.get(one.parentId);
    if (versions) {
      versions.push(one.message.id);
    } else {
      this.#versions.set(one.parentId, [one.message.id]);
    }
  }

  #show(leafId: string | undefined): void {
    this.#way = [];
    this.#places.clear();
    wayTo([...this.#all.values()], leafId).forEach(({ message }) => this.#push(message));
  }

  #push(message: ChatMessage): void {
    this.#places.set(message.id, this.#way.length);
    this.#way.push(message);
  }
}
