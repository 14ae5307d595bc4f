// A chat as a Markdown document, for people to read and to keep.
import type { Answer, ChatMessage, UserMessage } from '../shared/chat.ts';
import { fencedBlock } from '../shared/fence.ts';
import { pathTo, type ChatTree } from '../shared/history.ts';

/** The branch in sight: what an answer was replaced by, not what it replaced. `you` is what the user is called. */
export function chatMarkdown({ summary, messages, leafId }: ChatTree, you: string): string {
  const title = summary.title === '' ? 'OpenCodex' : summary.title;
  const parts = pathTo(messages, leafId).map(({ message }) => messageMarkdown(message, you));
  return `${[`# ${title}`, `${new Date(summary.createdAt).toISOString()} · ${summary.model}`, ...parts].join('\n\n')}\n`;
}

function messageMarkdown(message: ChatMessage, you: string): string {
  return message.role === 'user' ? userMarkdown(message, you) : answerMarkdown(message);
}

function userMarkdown({ text, attachments }: UserMessage, you: string): string {
  const blocks = attachments.map(
    ({ label, startLine, endLine, text: code, languageId }) =>
      `\`${label}:${startLine}-${endLine}\`\n\n${fencedBlock(code, languageId)}`,
  );
  return [`## ${you}`, text, ...blocks].filter((part) => part !== '').join('\n\n');
}

function answerMarkdown({ model, text, reasoning, error }: Answer): string {
  const thought = reasoning.trim() === '' ? '' : reasoning.trim().replaceAll(/^/gm, '> ');
  const failure = error === undefined ? '' : `*${error.text}*`;
  return [`## ${model}`, thought, text, failure].filter((part) => part !== '').join('\n\n');
}
