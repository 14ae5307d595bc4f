// From a conversation to the messages of a request.
import { viewOf } from '../context/kinds.ts';
import type { Answer, ChatMessage } from '../shared/chat.ts';
import type { ChatRequest, RequestMessage } from '../shared/gateway.ts';
import { reasoningOf, textOf, type UserPart } from '../shared/parts.ts';
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

function continueInstruction({ parts }: Answer): string {
  const text = textOf(parts);
  if (text === '') {
    return `${thoughtPrompt}\n\n${reasoningOf(parts)}`;
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
      return [{ role: 'user', content: message.parts.flatMap(promptOf).join('\n\n') }];
    case 'assistant': {
      const content = textOf(message.parts);
      const reasoning = reasoningOf(message.parts);
      // Reasoning is sent only to gateways that want it back.
      return content === '' ? [] : [{ role: 'assistant', content, ...(reasoning === '' ? {} : { reasoning }) }];
    }
  }
}

/** What a newer version has added cannot be said to a model: the panel shows that this version does not know it. */
function promptOf(part: UserPart): string[] {
  switch (part.kind) {
    case 'text':
      return [part.text];
    case 'attachment':
      return [viewOf(part.attachment)].flatMap((view) => view?.toPrompt() ?? []);
    case 'opaque':
      return [];
  }
}
