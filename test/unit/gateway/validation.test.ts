// Bodies that are refused with 400, and the field that is named.
import { describe, expect, it } from 'vitest';
import { type ErrorBody, json, openGateway, post } from './support.ts';

const good = { model: 'deepseek-chat', messages: [{ role: 'user', content: 'hi' }] };

const refused: readonly (readonly [string, unknown, string | undefined])[] = [
  ['no JSON', '{"model":', undefined],
  ['no object', '5', undefined],
  ['no model', { messages: good.messages }, 'model'],
  ['an empty model', { ...good, model: '' }, 'model'],
  ['a model that is no text', { ...good, model: 5 }, 'model'],
  ['no messages', { model: good.model }, 'messages'],
  ['empty messages', { ...good, messages: [] }, 'messages'],
  ['messages that are no list', { ...good, messages: 'hi' }, 'messages'],
  ['an unknown role', { ...good, messages: [{ role: 'robot', content: 'hi' }] }, 'messages.0.role'],
  ['a message without content', { ...good, messages: [{ role: 'user' }] }, 'messages.0'],
  ['a tool message without its call', { ...good, messages: [{ role: 'tool', content: 'x' }] }, 'messages.0'],
  ['a temperature above 2', { ...good, temperature: 2.01 }, 'temperature'],
  ['a temperature below 0', { ...good, temperature: -0.01 }, 'temperature'],
  ['a temperature that is null', { ...good, temperature: null }, 'temperature'],
  ['top_p above 1', { ...good, top_p: 1.01 }, 'top_p'],
  ['top_p below 0', { ...good, top_p: -0.01 }, 'top_p'],
  ['max_tokens of 0', { ...good, max_tokens: 0 }, 'max_tokens'],
  ['broken max_tokens', { ...good, max_tokens: 1.5 }, 'max_tokens'],
  ['stream that is no boolean', { ...good, stream: 'yes' }, 'stream'],
  ['stop with numbers', { ...good, stop: [1] }, 'stop'],
  ['a tool without a name', { ...good, tools: [{ type: 'function', function: {} }] }, 'tools.0.function.name'],
];

describe('request bodies', () => {
  it.each(refused)('refuses %s', async (_, body, param) => {
    const gateway = await openGateway();
    const response = await post(gateway, body);
    const { error } = await json<ErrorBody>(response);
    expect(response.status).toBe(400);
    expect(error).toMatchObject({ type: 'invalid_request_error', code: 'bad_request' });
    expect(error.message).toMatch(/^Bad Request: /);
    expect(error.param).toBe(param);
    expect(gateway.journal.entries[0]?.chargedMicros).toBe(0);
  });

  it.each([
    ['the edges', { ...good, temperature: 0, top_p: 1, max_tokens: 1, stop: ['x'] }],
    ['the other edges', { ...good, temperature: 2, top_p: 0, stop: 'x', stream: false }],
    ['fields it does not know', { ...good, user: 'someone', seed: 3 }],
    ['parts', { ...good, messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }] }],
  ])('accepts %s', async (_, body) => {
    const gateway = await openGateway();
    expect((await post(gateway, body)).status).toBe(200);
  });

  it('does not know other models, unless told to accept any', async () => {
    const gateway = await openGateway();
    const body = { ...good, model: 'nothing-9' };
    const response = await post(gateway, body);
    expect(response.status).toBe(404);
    expect((await json<ErrorBody>(response)).error.code).toBe('model_not_found');
    gateway.configure({ acceptAnyModel: true });
    expect((await post(gateway, body)).status).toBe(200);
  });
});
