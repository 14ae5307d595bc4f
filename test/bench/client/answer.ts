// The answer that all clients of the benchmark read: ASCII, Chinese and emoji, as chunks of a chat completion.

/** Deltas of the long answer. */
export const eventCount = 50_000;

export const endMark = 'data: [DONE]\n\n';

const words = [
  'The',
  ' function',
  ' returns',
  ' 函数',
  ' a',
  ' list',
  '，',
  ' of',
  ' 値',
  ' 😀',
  '\n',
  ' so',
  ' fast',
  '.',
  ' {',
  ' }',
];

export function deltaEvents(count: number): string[] {
  return Array.from({ length: count }, (_, index) => chunk({ content: wordAt(index) }, null));
}

/** The finish, and the usage in an event of its own. */
export function finishEvents(count: number): string[] {
  return [
    chunk({}, 'stop'),
    event({ choices: [], usage: { prompt_tokens: 12, completion_tokens: count, total_tokens: 12 + count } }),
  ];
}

/** The length of the whole text, in UTF-16 units. */
export function textLength(count: number): number {
  return Array.from({ length: count }, (_, index) => wordAt(index).length).reduce((sum, length) => sum + length, 0);
}

function wordAt(index: number): string {
  return words[index % words.length] ?? '';
}

function chunk(delta: object, finishReason: string | null): string {
  return event({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }] });
}

function event(members: object): string {
  const head = {
    id: 'chatcmpl-0123456789abcdef',
    object: 'chat.completion.chunk',
    created: 1_760_000_000,
    model: 'bench',
  };
  return `data: ${JSON.stringify({ ...head, ...members })}\n\n`;
}
