// Messages of a chat for tests, told by their texts: what they are made of is said in one place.
import { wayTo } from '../../src/chat/chatTree.ts';
import type { Answer, ChatMessage, UserMessage } from '../../src/shared/chat.ts';
import type { ChatTree } from '../../src/shared/history.ts';
import { reasoningOf, textOf, usualParts, type Attachment } from '../../src/shared/parts.ts';

interface Asked extends Partial<Omit<UserMessage, 'parts'>> {
  readonly text?: string;
  readonly attachments?: readonly Attachment[];
}

interface Answered extends Partial<Answer> {
  readonly text?: string;
  readonly reasoning?: string;
  /** Milliseconds. */
  readonly reasoningMs?: number;
}

export function asked({ text = 'Why?', attachments = [], ...change }: Asked = {}): UserMessage {
  const parts = attachments.map((attachment) => ({ kind: 'attachment' as const, attachment }));
  return { id: 'q', role: 'user', parts: [{ kind: 'text', text }, ...parts], ...change };
}

/** An answer that has ended, unless it is told otherwise. */
export function answered({ text = '', reasoning = '', reasoningMs, ...change }: Answered = {}): Answer {
  const parts = usualParts(text, reasoning).map((part) =>
    part.kind === 'reasoning' && reasoningMs !== undefined ? { ...part, ms: reasoningMs } : part,
  );
  return { id: 'a', role: 'assistant', model: 'm', parts, status: 'ended', ...change };
}

/** The message with its texts as members. */
export function plain<Message extends ChatMessage>(
  message: Message,
): Message & { readonly text: string; readonly reasoning: string; readonly reasoningMs: number | undefined } {
  const parts = message.role === 'assistant' ? message.parts : [];
  const reasoning = parts.find((part) => part.kind === 'reasoning');
  return { ...message, text: textOf(message.parts), reasoning: reasoningOf(parts), reasoningMs: reasoning?.ms };
}

/** The texts of the branch in sight. */
export function textsInSight(tree: ChatTree | undefined): readonly string[] {
  return tree === undefined ? [] : wayTo(tree.messages, tree.leafId).map(({ message }) => textOf(message.parts));
}
