// What a request asks, as the rules of the scripted answers look at it.
import type { ChatBody } from '../chatBody.ts';
import { messageText } from '../tokens.ts';
import { type FencedBlock, splitFences } from './fences.ts';

export interface Question {
  readonly body: ChatBody;
  /** `http://host:port` of the gateway. */
  readonly origin: string;
  /** The text of the last user message outside its code, inline code included. */
  readonly prose: string;
  /** The fenced blocks of the last user message. */
  readonly blocks: readonly FencedBlock[];
}

/** `messageCount` looks at the conversation as it was when it had so many messages. */
export function readQuestion(body: ChatBody, origin: string, messageCount = body.messages.length): Question {
  const messages = body.messages.slice(0, messageCount);
  const last = messages.findLast((message) => message.role === 'user');
  const { blocks, prose } = splitFences(last === undefined ? '' : messageText(last));
  return { body: { ...body, messages }, origin, prose, blocks };
}

/** Whether the prose has the word, file names and the like in backticks aside. */
export function asks(question: Question, pattern: RegExp): boolean {
  return pattern.test(question.prose.replaceAll(/`[^`\n]*`/g, ' '));
}
