// Answers in the documented form: streamed and whole, with usage, limits and stop sequences.
import { describe, expect, it } from 'vitest';
import { ask, chunksOf, type Completion, dataOf, finishOf, json, openGateway, textOf } from './support.ts';

describe('a streamed answer', () => {
  it('has the documented shape: role, content in small pieces, finish, [DONE]', async () => {
    const gateway = await openGateway();
    const response = await ask(gateway, 'Say hello');
    const data = dataOf(await response.text());
    const chunks = data.slice(0, -1).map((line) => JSON.parse(line) as object);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(data.at(-1)).toBe('[DONE]');
    expect(chunks[0]).toEqual({
      id: expect.stringMatching(/^chatcmpl-/) as string,
      object: 'chat.completion.chunk',
      created: expect.any(Number) as number,
      model: 'deepseek-chat',
      choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
    });
    expect(chunks.at(-1)).toMatchObject({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    expect(chunks.length).toBeGreaterThan(50);
    expect(data.join('')).not.toContain('"usage"');
  });

  it('says that it is scripted and quotes what was asked', async () => {
    const gateway = await openGateway();
    const text = textOf(await chunksOf(await ask(gateway, 'Is it 42 or 😀?')));
    expect(text).toContain('scripted answer from the local gateway');
    expect(text).toContain('> Is it 42 or 😀?');
  });

  it('tells the usage in a last chunk without choices when asked', async () => {
    const gateway = await openGateway();
    const content = 'x'.repeat(41);
    const chunks = await chunksOf(await ask(gateway, content, { stream_options: { include_usage: true } }));
    const completion = Math.ceil(textOf(chunks).length / 4);
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 11, completion_tokens: completion, total_tokens: 11 + completion },
    });
    expect(chunks.filter((chunk) => chunk.usage !== undefined)).toHaveLength(1);
  });

  it('tells the cost when the gateway is set to', async () => {
    const gateway = await openGateway({ reportCost: true });
    gateway.script({ text: 'x'.repeat(40) });
    const chunks = await chunksOf(await ask(gateway, 'four', { stream_options: { include_usage: true } }));
    expect(chunks.at(-1)?.usage?.cost).toBe(0.041);
  });

  it('ends at max_tokens with the reason length', async () => {
    const gateway = await openGateway();
    const chunks = await chunksOf(await ask(gateway, 'Say hello', { max_tokens: 3 }));
    expect(textOf(chunks)).toBe('Hello! This ');
    expect(finishOf(chunks)).toBe('length');
  });

  it('does not cut a surrogate pair at max_tokens', async () => {
    const gateway = await openGateway();
    gateway.script({ text: 'abc😀def' });
    expect(textOf(await chunksOf(await ask(gateway, 'x', { max_tokens: 1 })))).toBe('abc');
  });

  it.each([['scripted'], [['never there', 'a **scripted']]])('ends before the stop sequence %j', async (stop) => {
    const gateway = await openGateway();
    const chunks = await chunksOf(await ask(gateway, 'Say hello', { stop }));
    expect(textOf(chunks)).toBe(stop === 'scripted' ? 'Hello! This is a **' : 'Hello! This is ');
    expect(finishOf(chunks)).toBe('stop');
  });

  it('holds to the documented default of 4096 tokens', async () => {
    const gateway = await openGateway({ answer: () => undefined });
    const chunks = await chunksOf(await ask(gateway, 'a long answer', { stream_options: { include_usage: true } }));
    expect(chunks.at(-1)?.usage?.completion_tokens).toBeLessThanOrEqual(4_096);
    expect(finishOf(chunks)).toBe('stop');
  });

  it('sends a scripted answer exactly, piece by piece', async () => {
    const gateway = await openGateway();
    const pieces = ['Hel', 'lo ', '世界', '', '👍🏽'];
    gateway.script({ text: pieces, reasoning: ['because'], finishReason: 'content_filter' });
    const chunks = await chunksOf(await ask(gateway, 'x'));
    const deltas = chunks.slice(1, -1).map((chunk) => chunk.choices[0]?.delta);
    expect(deltas).toEqual([{ reasoning_content: 'because' }, ...pieces.map((content) => ({ content }))]);
    expect(finishOf(chunks)).toBe('content_filter');
    expect(textOf(await chunksOf(await ask(gateway, 'x')))).toContain('local gateway');
  });

  it('asks the answer option, which sees the request', async () => {
    const gateway = await openGateway({ answer: ({ model, messages }) => ({ text: `${model} ${messages.length}` }) });
    expect(textOf(await chunksOf(await ask(gateway, 'x', { model: 'gpt-4o' })))).toBe('gpt-4o 1');
  });

  it('keeps to the token rate and the delay of the first token', async () => {
    const gateway = await openGateway({ tokensPerSecond: 100, firstTokenDelayMs: 100 });
    gateway.script({ text: Array.from({ length: 10 }, () => 'four') });
    const start = performance.now();
    await chunksOf(await ask(gateway, 'x'));
    // Nine tokens after the first: 90 ms.
    expect(performance.now() - start).toBeGreaterThanOrEqual(185);
  });
});

describe('a whole answer', () => {
  it('has the documented shape', async () => {
    const gateway = await openGateway();
    const response = await ask(gateway, 'four', { stream: false });
    const completion = await json<Completion>(response);
    const text = completion.choices[0]?.message.content ?? '';
    const tokens = Math.ceil(text.length / 4);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(completion).toEqual({
      id: expect.stringMatching(/^chatcmpl-/) as string,
      object: 'chat.completion',
      created: expect.any(Number) as number,
      model: 'deepseek-chat',
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: tokens, total_tokens: 1 + tokens },
    });
    expect(text).toContain('scripted answer');
  });

  it('is the same text that is streamed', async () => {
    const gateway = await openGateway();
    const whole = await json<Completion>(await ask(gateway, 'some code', { stream: false }));
    const streamed = textOf(await chunksOf(await ask(gateway, 'some code')));
    expect(whole.choices[0]?.message.content).toBe(streamed);
  });
});

describe('the list of models', () => {
  it('is a dozen in the shape of OpenAI, some with their context length', async () => {
    const gateway = await openGateway();
    const list = await json<{ object: string; data: readonly Record<string, unknown>[] }>(
      await fetch(`${gateway.baseUrl}/models`, { headers: { authorization: 'Bearer sk-live-demo-0000000000000000' } }),
    );
    const ids = list.data.map((model) => model['id']);
    expect(list.object).toBe('list');
    expect(ids).toEqual(expect.arrayContaining(['deepseek-chat', 'qwen-max', 'claude-sonnet-4', 'gpt-4o']));
    expect(ids.length).toBeGreaterThanOrEqual(12);
    expect(list.data.every((model) => model['object'] === 'model')).toBe(true);
    expect(list.data.some((model) => 'context_length' in model)).toBe(true);
    expect(list.data.every((model) => 'context_length' in model)).toBe(false);
    expect(ids).not.toContain('fault-429');
  });
});
