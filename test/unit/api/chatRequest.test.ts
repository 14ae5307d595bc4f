import { expect, it } from 'vitest';
import { chatRequestBody } from '../../../src/api/chatRequest.ts';
import type { ChatRequest } from '../../../src/shared/gateway.ts';

it('sends every documented parameter by its name on the wire', () => {
  const request: ChatRequest = {
    model: 'm',
    messages: [
      { role: 'system', content: 's' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 't' },
          { type: 'image', url: 'data:image/png;base64,AA==' },
        ],
      },
      { role: 'assistant', content: '', reasoning: 'r', toolCalls: [{ id: 'a', name: 'one', arguments: '{}' }] },
      { role: 'tool', content: 'result', toolCallId: 'a' },
    ],
    maxTokens: 10,
    temperature: 0,
    topP: 1,
    stop: ['a', 'b'],
    tools: [{ name: 'one', description: 'd', parameters: { type: 'object' } }],
    toolChoice: { name: 'one' },
  };
  expect(JSON.parse(chatRequestBody(request, new Set()))).toEqual({
    model: 'm',
    messages: [
      { role: 'system', content: 's' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 't' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
        ],
      },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'one', arguments: '{}' } }],
      },
      { role: 'tool', content: 'result', tool_call_id: 'a' },
    ],
    max_tokens: 10,
    temperature: 0,
    top_p: 1,
    stop: ['a', 'b'],
    tools: [{ type: 'function', function: { name: 'one', description: 'd', parameters: { type: 'object' } } }],
    tool_choice: { type: 'function', function: { name: 'one' } },
    stream: true,
    stream_options: { include_usage: true },
  });
});

it('leaves out what is undefined or null, and empty tools', () => {
  const request = { model: 'm', messages: [], maxTokens: undefined, temperature: null, stop: null, tools: [] };
  expect(JSON.parse(chatRequestBody(request as unknown as ChatRequest, new Set(['no-stream-options'])))).toEqual({
    model: 'm',
    messages: [],
    stream: true,
  });
});

it('sends no half of a character, which an answer that broke off may end in', () => {
  const body = chatRequestBody(
    {
      model: 'm',
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'a\ud83d' }] },
        { role: 'assistant', content: '\ude00b 😀' },
      ],
    },
    new Set(),
  );
  expect(body).not.toMatch(/\\ud[89a-f]/i);
  expect(JSON.parse(body)).toMatchObject({
    messages: [{ content: [{ text: 'a\ufffd' }] }, { content: '\ufffdb 😀' }],
  });
});
