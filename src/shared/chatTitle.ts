// What a chat is called until somebody names it: the beginning of its first message. Made here, never by a paid request.
import type { ChatMessage } from './chat.ts';

/** In characters. */
const longestTitle = 80;

/** Empty while there is no message. */
export function chatTitle(messages: readonly ChatMessage[]): string {
  const first = messages.find(({ role }) => role === 'user');
  if (first?.role !== 'user') {
    return '';
  }
  const line = first.text
    .split('\n')
    .map((one) => one.replaceAll(/\s+/g, ' ').trim())
    .find((one) => one !== '');
  const title = line ?? first.attachments[0]?.label ?? '';
  const characters = Array.from(title);
  return characters.length <= longestTitle ? title : `${characters.slice(0, longestTitle - 1).join('')}…`;
}
