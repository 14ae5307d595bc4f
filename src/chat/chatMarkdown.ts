// A chat as a Markdown document, for people to read and to keep. Whatever is in the chat, a previewer loads and runs nothing of it.
import type { Answer, ChatMessage, UserMessage } from '../shared/chat.ts';
import type { TurnError } from '../shared/failure.ts';
import { pathTo, type ChatTree } from '../shared/history.ts';
import { inertBlock, inertLine, inertMarkdown } from '../shared/inertMarkdown.ts';

/** What only the user's language has words for. */
export interface MarkdownWords {
  /** What the user is called. */
  readonly you: string;
  readonly describeError: (error: TurnError) => string;
}

/** The branch in sight: what an answer was replaced by, not what it replaced. */
export function chatMarkdown({ summary, messages, leafId }: ChatTree, words: MarkdownWords): string {
  const title = summary.title === '' ? 'OpenCodex' : inertLine(summary.title);
  const parts = pathTo(messages, leafId).map(({ message }) => messageMarkdown(message, words));
  const about = `${new Date(summary.createdAt).toISOString()} · ${inertLine(summary.model)}`;
  return `${[`# ${title}`, about, ...parts].join('\n\n')}\n`;
}

function messageMarkdown(message: ChatMessage, words: MarkdownWords): string {
  return message.role === 'user' ? userMarkdown(message, words.you) : answerMarkdown(message, words);
}

function userMarkdown({ text, attachments }: UserMessage, you: string): string {
  const blocks = attachments.map(
    ({ label, startLine, endLine, text: code, languageId }) =>
      `${inertLine(`${label}:${startLine}-${endLine}`)}\n\n${inertBlock(code, languageId)}`,
  );
  return [`## ${you}`, inertMarkdown(text), ...blocks].filter((part) => part !== '').join('\n\n');
}

function answerMarkdown({ model, text, reasoning, error }: Answer, { describeError }: MarkdownWords): string {
  const thought = reasoning.trim() === '' ? '' : inertMarkdown(reasoning.trim()).replaceAll(/^/gm, '> ');
  const failure = error === undefined ? '' : `*${inertLine(describeError(error))}*`;
  return [`## ${inertLine(model)}`, thought, inertMarkdown(text), failure].filter((part) => part !== '').join('\n\n');
}
