// The scripted answers: what each is good for trying.
import { describe, expect, it } from 'vitest';
import { ask, chunksOf, finishOf, openGateway, post, textOf } from './support.ts';

async function answerTo(content: string, more: object = {}): Promise<string> {
  const gateway = await openGateway();
  return textOf(await chunksOf(await ask(gateway, content, more)));
}

describe('scripted answers', () => {
  it.each(['hello', 'a table please', 'a long answer', 'some code', 'your reasons', 'hostile markdown'])(
    'say so: %s',
    async (content) => {
      expect(await answerTo(content)).toMatch(/^[^]{0,60}scripted answer/i);
    },
  );

  it('has tables', async () => {
    expect((await answerTo('Show a TABLE')).match(/^\|(?: :?-+:? \|)+$/gm)).toHaveLength(2);
  });

  it('has a long one: 3,000 words, 15 code blocks, lists, headings', async () => {
    const text = await answerTo('a long answer');
    expect(text.split(/\s+/).length).toBeGreaterThan(2_900);
    expect(text.match(/^```\w+$/gm)).toHaveLength(15);
    expect(text.match(/^## /gm)).toHaveLength(15);
    expect(text.match(/^(?:-|1\.) /gm)).toHaveLength(45);
  });

  it('has code in nine languages', async () => {
    const languages = (await answerTo('some code')).match(/(?<=^```)\w+/gm);
    expect(languages).toEqual(['ts', 'python', 'go', 'rust', 'sql', 'bash', 'json', 'html', 'css']);
  });

  it.each([
    ['your reasons', 'deepseek-chat'],
    ['hello', 'deepseek-reasoner'],
  ])('reasons before it answers: %s, %s', async (content, model) => {
    const gateway = await openGateway();
    const options = { model, stream_options: { include_usage: true } };
    const chunks = await chunksOf(await ask(gateway, content, options));
    const kinds = chunks.map((chunk) => Object.keys(chunk.choices[0]?.delta ?? {})[0]);
    const reasoning = chunks.map((chunk) => chunk.choices[0]?.delta.reasoning_content ?? '').join('');
    expect(kinds.lastIndexOf('reasoning_content')).toBeLessThan(kinds.indexOf('content'));
    expect(reasoning).toContain('scripted reasoning');
    expect(textOf(chunks)).toContain(content);
    expect(chunks.at(-1)?.usage?.completion_tokens_details).toEqual({
      reasoning_tokens: Math.ceil(reasoning.length / 4),
    });
  });

  it('has hostile markdown that would run and load things', async () => {
    const text = await answerTo('some hostile markdown');
    for (const payload of ['<script>', 'onerror=', '](javascript:', '![remote image](http://127.0.0.1:', '<iframe']) {
      expect(text).toContain(payload);
    }
  });

  it('does not look for words in code that is attached', async () => {
    expect(await answerTo('What is this?\n\n```sql\nDROP TABLE users; -- long\n```')).toContain('> What is this?');
    expect(await answerTo('What is in `table.ts`?')).toContain('> What is in');
  });

  it('explains the names in the attached code', async () => {
    const code = 'export function addTax(price: number): number {\n  return price * taxRate;\n}\n';
    const text = await answerTo(`Explain this.\n\n\`\`\`ts\n${code}\`\`\``);
    expect(text).toContain('`addTax` first stands on line 1 and is used once');
    expect(text).toContain('`price` first stands on line 1 and is used 2 times');
    expect(text).toContain('`taxRate` first stands on line 2');
    expect(text).not.toContain('`return`');
  });

  it('goes on where an answer was cut off', async () => {
    const gateway = await openGateway();
    const first = { role: 'user', content: 'some code' };
    const whole = textOf(await chunksOf(await ask(gateway, first.content)));
    const messages = [
      first,
      { role: 'assistant', content: whole.slice(0, 200) },
      { role: 'user', content: 'Your last answer was cut off. Continue it exactly where it ends.' },
    ];
    const rest = textOf(await chunksOf(await post(gateway, { model: 'gpt-4o', stream: true, messages })));
    expect(rest).toBe(whole.slice(200));
  });
});

describe('tool calls', () => {
  const parameters = {
    type: 'object',
    properties: {
      filePath: { type: 'string' },
      mode: { enum: ['fast', 'slow'] },
      count: { type: 'integer' },
      more: { type: 'object', properties: { deep: { type: 'boolean' } } },
      left: { type: 'string' },
    },
    required: ['filePath', 'mode', 'count', 'more'],
  };
  const tools = ['first_tool', 'read_file'].map((name) => ({ type: 'function', function: { name, parameters } }));

  it('come in pieces, with arguments that fit the schema', async () => {
    const gateway = await openGateway();
    const chunks = await chunksOf(await ask(gateway, 'Use the tool read_file', { tools }));
    const calls = chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
    expect(calls[0]).toMatchObject({ index: 0, type: 'function', function: { name: 'read_file', arguments: '' } });
    expect(calls[0]?.id).toMatch(/^call_/);
    expect(calls.length).toBeGreaterThan(4);
    expect(calls.slice(1).every((call) => call.id === undefined && call.function.name === undefined)).toBe(true);
    expect(JSON.parse(calls.map((call) => call.function.arguments).join(''))).toEqual({
      filePath: 'README.md',
      mode: 'fast',
      count: 1,
      more: { deep: true },
    });
    expect(finishOf(chunks)).toBe('tool_calls');
  });

  it.each([
    ['nothing asks for one', 'hello', {}, 'stop'],
    ['none is allowed', 'use a tool', { tool_choice: 'none' }, 'stop'],
    ['one is required', 'hello', { tool_choice: 'required' }, 'tool_calls'],
    ['one is named', 'hello', { tool_choice: { type: 'function', function: { name: 'first_tool' } } }, 'tool_calls'],
  ])('when %s', async (_, content, more, finish) => {
    const gateway = await openGateway();
    expect(finishOf(await chunksOf(await ask(gateway, content, { tools, ...more })))).toBe(finish);
  });

  it('are followed by an answer that has the result', async () => {
    const gateway = await openGateway();
    const messages = [
      { role: 'user', content: 'use a tool' },
      { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: {} }] },
      { role: 'tool', tool_call_id: 'call_1', content: 'the "result"' },
    ];
    const chunks = await chunksOf(await post(gateway, { model: 'gpt-4o', stream: true, messages, tools }));
    expect(textOf(chunks)).toContain('The tool gave "the \\"result\\"".');
    expect(finishOf(chunks)).toBe('stop');
  });
});
