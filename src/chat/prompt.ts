// From a conversation to the messages of a request.
import { attachmentText } from '../shared/attachmentText.ts';
import type { Answer, ChatMessage } from '../shared/chat.ts';
import type { ChatRequest, RequestMessage } from '../shared/gateway.ts';
import type { RequestSettings } from './ports.ts';
import { endsInFence } from './seam.ts';

const basePrompt =
  'You are OpenCodex, a coding assistant in VS Code. Answer in Markdown, in the language of the question. ' +
  'Put code in fenced blocks that name their language. Be exact and brief.';

const continuePrompt =
  'Your last answer was cut off. Continue it exactly where it ends: begin with the very next character, repeat nothing, ' +
  'introduce nothing.';
const inCodePrompt = 'It ends inside a code block: go on with the code, and do not open the block again.';

const thoughtPrompt =
  'Your last answer was cut off while you were still thinking. Go on from these thoughts, without repeating them, and answer.';

/** The request that asks for an answer to `messages`, the last of which is the user's. */
export function buildRequest(model: string, messages: readonly ChatMessage[], settings: RequestSettings): ChatRequest {
  return request(model, messages.flatMap(toRequestMessage), settings);
}

/** The request for the rest of `answer`, which ends `messages`. */
export function buildContinueRequest(
  model: string,
  messages: readonly ChatMessage[],
  answer: Answer,
  settings: RequestSettings,
): ChatRequest {
  const content = continueInstruction(answer);
  return request(model, [...messages.flatMap(toRequestMessage), { role: 'user', content }], settings);
}

function continueInstruction({ text, reasoning }: Answer): string {
  if (text === '') {
    return `${thoughtPrompt}\n\n${reasoning}`;
  }
  return endsInFence(text) ? `${continuePrompt} ${inCodePrompt}` : continuePrompt;
}

/** The system message of every request: ours, then what the user set. */
function systemMessage(settings: Pick<RequestSettings, 'systemPrompt'>): RequestMessage {
  const own = settings.systemPrompt.trim();
  return { role: 'system', content: own === '' ? basePrompt : `${basePrompt}\n\n${own}` };
}

function request(model: string, messages: readonly RequestMessage[], settings: RequestSettings): ChatRequest {
  const { maxTokens, temperature, topP, stop } = settings;
  return { model, messages: [systemMessage(settings), ...messages], maxTokens, temperature, topP, stop };
}

/** An answer without text is left out: some gateways refuse every later request for one empty message. */
function toRequestMessage(message: ChatMessage): RequestMessage[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: [message.text, ...message.attachments.map(attachmentText)].join('\n\n') }];
    case 'assistant':
      return message.text === '' ? [] : [{ role: 'assistant', content: message.text, ...reasoningOf(message) }];
  }
}

/** Sent only to gateways that want it back. */
function reasoningOf({ reasoning }: Answer): { readonly reasoning?: string } {
  return reasoning === '' ? {} : { reasoning };
}
