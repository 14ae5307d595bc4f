// A chat as a Markdown document, for people to read and to keep. Whatever is in the chat, a previewer loads and runs nothing of it.
import { viewOf } from '../context/kinds.ts';
import type { Answer, ChatMessage } from '../shared/chat.ts';
import type { TurnError } from '../shared/failure.ts';
import type { ChatTree } from '../shared/history.ts';
import { inertBlock, inertLine, inertMarkdown } from '../shared/inertMarkdown.ts';
import type { AnswerPart, UserPart } from '../shared/parts.ts';
import { wayTo } from './chatTree.ts';

/** What only the user's language has words for. */
export interface MarkdownWords {
  /** What the user is called. */
  readonly you: string;
  /** What stands for a part that this version does not know. */
  readonly unknown: string;
  readonly describeError: (error: TurnError) => string;
}

/** The branch in sight: what an answer was replaced by, not what it replaced. */
export function chatMarkdown({ summary, messages, leafId }: ChatTree, words: MarkdownWords): string {
  const title = summary.title === '' ? 'OpenCodex' : inertLine(summary.title);
  const parts = wayTo(messages, leafId).map(({ message }) => messageMarkdown(message, words));
  const about = `${new Date(summary.createdAt).toISOString()} · ${inertLine(summary.model)}`;
  return `${[`# ${title}`, about, ...parts].join('\n\n')}\n`;
}

function messageMarkdown(message: ChatMessage, words: MarkdownWords): string {
  const blocks = message.role === 'user' ? message.parts.map(markdownOf) : answerBlocks(message, words);
  const known = blocks.map((block) => block ?? `*${inertLine(words.unknown)}*`);
  const head = `## ${message.role === 'user' ? words.you : inertLine(message.model)}`;
  return [head, ...known].filter((block) => block !== '').join('\n\n');
}

function answerBlocks({ parts, error }: Answer, { describeError }: MarkdownWords): readonly (string | undefined)[] {
  return [...parts.map(markdownOf), error === undefined ? '' : `*${inertLine(describeError(error))}*`];
}

/** Undefined for a part that cannot be shown. */
function markdownOf(part: UserPart | AnswerPart): string | undefined {
  switch (part.kind) {
    case 'text':
      return inertMarkdown(part.text);
    case 'attachment':
      return viewOf(part.attachment)?.toMarkdown({ line: inertLine, block: inertBlock });
    case 'reasoning':
      return part.text.trim() === '' ? '' : `> ${inertMarkdown(part.text.trim()).replaceAll('\n', '\n> ')}`;
    case 'tool-call':
    case 'tool-result':
    case 'image':
    case 'edit':
    case 'opaque':
      return undefined;
  }
}
