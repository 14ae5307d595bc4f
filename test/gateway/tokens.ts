// Counts tokens: four characters (UTF-16 units) are one token, rounded up. This is simple enough for a test to compute.
import type { ChatBody, ChatMessage } from './chatBody.ts';

export const charactersPerToken = 4;
/** The tokens of an image in a prompt, whatever its size. */
const tokensPerImage = 256;

export function tokensOf(characters: number): number {
  return Math.ceil(characters / charactersPerToken);
}

/** The text of a message: its text parts, joined by line breaks. Parts of other types are left out. */
export function messageText(message: ChatMessage): string {
  const content = message.content ?? '';
  if (typeof content === 'string') {
    return content;
  }
  return content.flatMap((part) => (part.type === 'text' && part.text !== undefined ? [part.text] : [])).join('\n');
}

function imageCount(message: ChatMessage): number {
  return Array.isArray(message.content) ? message.content.filter((part) => part.type === 'image_url').length : 0;
}

/** The tokens of a prompt: of all message texts, earlier tool calls and tool definitions (as JSON) together, plus those of the images. */
export function promptTokens(body: ChatBody): number {
  let characters = body.tools === undefined ? 0 : JSON.stringify(body.tools).length;
  let images = 0;
  for (const message of body.messages) {
    characters += messageText(message).length;
    characters += message.tool_calls === undefined ? 0 : JSON.stringify(message.tool_calls).length;
    images += imageCount(message);
  }
  return tokensOf(characters) + images * tokensPerImage;
}
