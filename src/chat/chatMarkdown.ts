// A chat as a Markdown document, for people to read and to keep. Whatever is in the chat, a previewer loads and runs nothing of it.
import type { Answer, ChatMessage, UserMessage } from '../shared/chat.ts';
import { pathTo, type ChatTree } from '../shared/history.ts';
import { inertBlock, inertLine, inertMarkdown } from '../shared/inertMarkdown.ts';

/** The branch in sight: what an answer was replaced by, not what it replaced. `you` is what the user is called. */
export function chatMarkdown({ summary, messages, leafId }: ChatTree, you: string): string {
  const title = summary.title === '' ? 'OpenCodex' : inertLine(summary.title);
  const parts = pathTo(messages, leafId).map(({ message }) => messageMarkdown(message, you));
  const about = `${new Date(summary.createdAt).toISOString()} · ${inertLine(summary.model)}`;
  return `${[`# ${title}`, about, ...parts].join('\n\n')}\n`;
}

function messageMarkdown(message: ChatMessage, you: string): string {
  return message.role === 'user' ? userMarkdown(message, you) : answerMarkdown(message);
}

function userMarkdown({ text, attachments }: UserMessage, you: string): string {
  const blocks = attachments.map(
    ({ label, startLine, endLine, text: code, languageId }) =>
      `${inertLine(`${label}:${startLine}-${endLine}`)}\n\n${inertBlock(code, languageId)}`,
  );
  return [`## ${you}`, inertMarkdown(text), ...blocks].filter((part) => part !== '').join('\n\n');
}

function answerMarkdown({ model, text, reasoning, error }: Answer): string {
  const thought = reasoning.trim() === '' ? '' : inertMarkdown(reasoning.trim()).replaceAll(/^/gm, '> ');
  const failure = error === undefined ? '' : `*${inertLine(error.text)}*`;
  return [`## ${inertLine(model)}`, thought, inertMarkdown(text), failure].filter((part) => part !== '').join('\n\n');
}
