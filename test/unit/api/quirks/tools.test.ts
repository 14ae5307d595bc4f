import { expect, it, describe } from 'vitest';
import { ask, startQuirks } from './ask.ts';

const args = '{"at":"sky"}';

describe('tool calls, row', () => {
  it.each([
    ['51: without index', 'quirk-51', 'a', { extraContent: { google: { thought_signature: 'c2ln' } } }],
    ['52: ids empty, "null" or repeated', 'quirk-52', 'a', {}],
    ['53: without ids', 'quirk-53', expect.stringMatching(/^call_[\w-]{36}$/), {}],
    ['54: arguments as an object', 'quirk-54', 'a', {}],
    ['55: a finish of stop', 'quirk-55', 'a', {}],
  ])('%s', async (_, model, id: unknown, more) => {
    const { events, end, requests } = await ask(await startQuirks(), model, { tools: [{ name: 'look' }] });
    expect(events.filter(({ type }) => type === 'tool-call')).toEqual([
      { type: 'tool-call', id, name: 'look', arguments: args, ...more },
    ]);
    expect({ end, requests }).toEqual({ end: 'tool-calls', requests: 1 });
  });

  it('51: what came with a call goes back with it', async () => {
    const server = await startQuirks();
    const extraContent = { google: { thought_signature: 'c2ln' } };
    await ask(server, 'deepseek-chat', {
      messages: [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: '', toolCalls: [{ id: 'a', name: 'look', arguments: args, extraContent }] },
        { role: 'tool', content: 'blue', toolCallId: 'a' },
      ],
    });
    expect(server.gateway.journal.entries[0]?.body).toMatchObject({
      messages: [{}, { tool_calls: [{ id: 'a', extra_content: extraContent }] }, {}],
    });
  });
});
