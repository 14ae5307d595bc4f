// The title of a chat until the user names it: the beginning of its first message. It never takes a paid request.
import type { ChatMessage } from './chat.ts';
import type { UserPart } from './parts.ts';

/** Longest title, in characters. */
const longestTitle = 80;
/** How much of the line is read, in UTF-16 units. It is more than a title, because blanks in a row become one. */
const lengthRead = 2_000;

/** Empty while there is no message. */
export function chatTitle(messages: readonly ChatMessage[]): string {
  const first = messages.find(({ role }) => role === 'user');
  if (first?.role !== 'user') {
    return '';
  }
  // This runs with each delta of an answer, and the message may be a log of megabytes.
  const line = first.parts.map(lineOf).find((found) => found !== '') ?? '';
  const head = line.slice(0, lengthRead);
  const characters = Array.from(head.replaceAll(/\s+/g, ' ').trim());
  const isWhole = head === line && characters.length <= longestTitle;
  return isWhole ? characters.join('') : `${characters.slice(0, longestTitle - 1).join('')}…`;
}

function lineOf(part: UserPart): string {
  switch (part.kind) {
    case 'text':
      return /\S[^\n]*/.exec(part.text)?.[0] ?? '';
    case 'attachment':
      return part.attachment.label;
    case 'opaque':
      return '';
  }
}
