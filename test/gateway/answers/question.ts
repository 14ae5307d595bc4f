// A request as the rules of the scripted answers see it.
import type { ChatBody } from '../chatBody.ts';
import { messageText } from '../tokens.ts';
import { type FencedBlock, splitFences } from './fences.ts';

export interface Question {
  readonly body: ChatBody;
  /** `http://host:port` of the gateway. */
  readonly origin: string;
  /** The text of the last user message outside its fenced blocks. */
  readonly prose: string;
  /** The fenced blocks of the last user message. */
  readonly blocks: readonly FencedBlock[];
}

/** `messageCount`: reads the conversation as if it had only this many messages. */
export function readQuestion(body: ChatBody, origin: string, messageCount = body.messages.length): Question {
  const messages = body.messages.slice(0, messageCount);
  const last = messages.findLast((message) => message.role === 'user');
  const { blocks, prose } = splitFences(last === undefined ? '' : messageText(last));
  return { body: { ...body, messages }, origin, prose, blocks };
}

/** Whether the prose matches the pattern. Inline code, such as file names, is ignored. */
export function asks(question: Question, pattern: RegExp): boolean {
  return pattern.test(question.prose.replaceAll(/`[^`\n]*`/g, ' '));
}
