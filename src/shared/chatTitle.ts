// What a chat is called until somebody names it: the beginning of its first message. Made here, never by a paid request.
import type { ChatMessage } from './chat.ts';
import type { UserPart } from './parts.ts';

/** In characters. */
const longestTitle = 80;
/** How much of its line is read, in UTF-16 units: blanks between words count as one. */
const lengthRead = 2_000;

/** Empty while there is no message. */
export function chatTitle(messages: readonly ChatMessage[]): string {
  const first = messages.find(({ role }) => role === 'user');
  if (first?.role !== 'user') {
    return '';
  }
  // Asked with each piece of an answer, and the message may be megabytes of a log.
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
