// What a hostile, broken or looping gateway sends, by name, in the sizes that stopped the editor once, and what is like it.
import { gzipSync } from 'node:zlib';

export interface HostileReply {
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: Iterable<string | Uint8Array>;
  /** Between two parts. */
  readonly pauseMs?: number;
}

/** `page`: which of a list in pages is asked for. */
type MakeReply = (scale: number, page: number) => HostileReply;

const stream = { 'content-type': 'text/event-stream' };
const json = { 'content-type': 'application/json' };
const end = 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

function event(value: unknown): string {
  return `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;
}

function delta(content: string): string {
  return event({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
}

function toolPieces(pieces: string): string {
  return event(`{"choices":[{"delta":{"tool_calls":[${pieces}]}}]}`);
}

/** `count` times the unit, in parts of about 64 kB. */
function* repeated(unit: string | ((index: number) => string), count: number): Generator<string> {
  let part = '';
  for (let index = 0; index < count; index += 1) {
    part += typeof unit === 'string' ? unit : unit(index);
    if (part.length >= 65_536) {
      yield part;
      part = '';
    }
  }
  yield part;
}

function* joined(...pieces: readonly (string | Iterable<string>)[]): Generator<string> {
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      yield piece;
    } else {
      yield* piece;
    }
  }
}

function* forever(part: string): Generator<string> {
  for (;;) {
    yield part;
  }
}

function streamed(...pieces: readonly (string | Iterable<string>)[]): HostileReply {
  return { headers: stream, parts: joined(...pieces) };
}

function body(...pieces: readonly (string | Iterable<string>)[]): HostileReply {
  return { headers: json, parts: joined(...pieces) };
}

/** The text is made once: what is sent again and again costs the gateway nothing. */
function gzipped(text: string): HostileReply {
  const bytes = gzipSync(text);
  const parts = Array.from({ length: Math.ceil(bytes.length / 16_384) }, (_, index) =>
    bytes.subarray(index * 16_384, (index + 1) * 16_384),
  );
  return { headers: { ...stream, 'content-encoding': 'gzip' }, parts };
}

const million = 1_000_000;

/** Calls of tools. */
const toolReplies = {
  'tool-pieces': (scale) =>
    streamed(
      toolPieces([...repeatedList(40_000 * scale, (index) => `{"index":${index}}`)].join(',')),
      delta('Hi'),
      end,
    ),
  'tool-pieces-with-ids': (scale) =>
    streamed(
      toolPieces(
        [...repeatedList(40_000 * scale, (index) => `{"id":"call${index}","function":{"name":"a"}}`)].join(','),
      ),
      end,
    ),
  'tool-pieces-within': (scale) =>
    streamed(
      repeated(
        toolPieces(repeatedList(5_000, (index) => `{"index":${index % 100},"function":{"name":"a"}}`).join(',')),
        40 * scale,
      ),
      delta('Hi'),
      end,
    ),
  'tool-events': (scale) =>
    streamed(
      repeated((index) => toolPieces(`{"index":${index},"function":{"name":"a"}}`), 40_000 * scale),
      end,
    ),
  'tool-noindex-names': (scale) =>
    streamed(
      toolPieces(`{"function":{"name":"a","arguments":"{\\"a\\":\\"${'x'.repeat(400_000 * scale)}"}}`),
      repeated(() => toolPieces('{"function":{"name":"b","arguments":"x"}}'), 1_000),
      end,
    ),
  'tool-arguments': (scale) =>
    streamed(
      toolPieces('{"index":0,"id":"a","function":{"name":"a","arguments":"{\\"a\\":\\""}}'),
      repeated(toolPieces(`{"index":0,"function":{"arguments":"${'x'.repeat(40)}"}}`), 100_000 * scale),
      end,
    ),
} as const satisfies Readonly<Record<string, MakeReply>>;

function repeatedList(count: number, make: (index: number) => string): readonly string[] {
  return Array.from({ length: Math.ceil(count) }, (_, index) => make(index));
}

/** Events and bodies of an answer that hold more than they look. */
const eventReplies = {
  'multiline-data-event': (scale) => streamed(delta('Hi'), repeated('data: x\n', million * scale), '\n', end),
  'multiline-blank-event': (scale) => streamed(delta('Hi'), repeated('data:\n', million * scale), '\n', end),
  'deep-json-event': (scale) => streamed(delta('Hi'), 'data: ', repeated('[', 16 * million * scale), '\n\n', end),
  'deep-json-small-events': (scale) => streamed(repeated(event('['.repeat(4_000)), 4_000 * scale), delta('Hi'), end),
  'wide-json-event': (scale) =>
    streamed(
      repeated(event(`[${repeatedList(40_000, (index) => `{"k${index}":{}}`).join(',')}]`), 16 * scale),
      delta('Hi'),
      end,
    ),
  'rubbish-events': (scale) => streamed(repeated('data: {x}\n\n', million * scale), delta('Hi'), end),
  'rubbish-lines': (scale) => streamed(repeated('x\n', 8 * million * scale), delta('Hi'), end),
  'empty-events': (scale) => streamed(repeated(event({ choices: [{ delta: {} }] }), 400_000 * scale), delta('Hi'), end),
  'json-lines': (scale) => body(repeated('{"a":1}\n', 7.5 * million * scale)),
  'json-rubbish-lines': (scale) => body('{\n', repeated('x\n', 4 * million * scale)),
  'json-broken-objects': (scale) => body('{"choices":[', repeated('{"a":1},', 7.5 * million * scale)),
  'deep-json-body': (scale) => body(repeated('{"a":', 3 * million * scale)),
  'wide-json-body': (scale) =>
    body(
      '{"choices":[{"message":{"content":"Hi"}}],"x":[0',
      repeated((index) => `,{"k${index}":{}}`, 500_000 * scale),
      ']}',
    ),
  'page-instead': (scale) => body('<html>', repeated('<p>', 20 * million * scale)),
} as const satisfies Readonly<Record<string, MakeReply>>;

/** Lists of models. */
const listReplies = {
  'models-1.4M': (scale) =>
    body(
      '{"data":["m"',
      repeated((index) => `,"m${index}"`, 1.4 * million * scale),
      ']}',
    ),
  'models-pages': (scale, page) =>
    body(
      `{"links":{"next":"?page=${page + 1}"},"data":["m"`,
      repeated((index) => `,"m${page}-${index}"`, 1.2 * million * scale),
      ']}',
    ),
  'models-within': (scale, page) =>
    body(
      `{"links":{"next":"?page=${page + 1}"},"data":[{"id":"m"}`,
      repeated((index) => `,{"id":"m${page}-${index}","context_length":8192,"k${index}":{}}`, 12_000 * scale),
      ']}',
    ),
  'models-wide': (scale) =>
    body(
      '{"data":[0',
      repeated((index) => `,{"k${index}":{}}`, 300_000 * scale),
      ']}',
    ),
  'models-deep': (scale) => body(repeated('[', 16 * million * scale)),
} as const satisfies Readonly<Record<string, MakeReply>>;

/** Answers without an end, and silent ones. */
const answerReplies = {
  'whitespace-deltas': (scale) => streamed(repeated(delta(' '.repeat(1_000)), 4_000 * scale), delta('Hi'), end),
  'think-deltas': (scale) => streamed(delta('<think>'), repeated(delta('<</thin'), 500_000 * scale), end),
  'long-line': (scale) => streamed(repeated(delta('0123456789abcdef'), 200_000 * scale), end),
  'long-answer': (scale) => streamed(repeated(delta('All work and no play.\n\n'), 450_000 * scale), end),
  'answer-at-once': (scale) =>
    streamed(delta('x'.repeat(900_000)), repeated(delta('y'.repeat(900_000)), 10 * scale), end),
  'code-line': (scale) => streamed(delta('```ts\n'), repeated(delta('0123456789abcdef'), 200_000 * scale), end),
  'code-marks': (scale) =>
    streamed(delta('~~~'), repeated(delta('~~~~~~~~~~~~~~~~'), 200_000 * scale), delta('`\n'), end),
  'code-line-ends': (scale) =>
    streamed(delta('```ts\na\n'), repeated(delta('\n\n\n\n\n\n\n\n'), 200_000 * scale), delta('b'), end),
  'nested-marks': (scale) => streamed(repeated(delta('>'), 100_000 * scale), end),
  'gzip-bomb': (scale) => gzipped([...repeated(delta('0'.repeat(1_000)), 250_000 * scale)].join('') + end),
  'gzip-comments': (scale) => gzipped(delta('Hi') + `:${' '.repeat(1_000)}\n`.repeat(250_000 * scale) + end),
  'slow-comments': () => ({ headers: stream, parts: forever(':\n\n'), pauseMs: 20 }),
  'slow-comments-after-text': () => ({ headers: stream, parts: joined(delta('Hi'), forever(':\n\n')), pauseMs: 20 }),
  'usage-forever': () => ({
    headers: stream,
    parts: joined(delta('Hi'), forever(event({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } }))),
    pauseMs: 20,
  }),
  'finish-then-events': () => ({
    headers: stream,
    parts: joined(
      delta('Hi'),
      event({ choices: [{ delta: {}, finish_reason: 'stop' }] }),
      forever(event({ choices: [] })),
    ),
    pauseMs: 20,
  }),
  'finish-then-flood': () => ({
    headers: stream,
    parts: joined(
      delta('Hi'),
      event({ choices: [{ delta: {}, finish_reason: 'stop' }] }),
      forever(event({ choices: [] }).repeat(1_000)),
    ),
  }),
} as const satisfies Readonly<Record<string, MakeReply>>;

const replies = { ...toolReplies, ...eventReplies, ...listReplies, ...answerReplies };

export type ReplyName = keyof typeof replies;

export const hostileReplies: Readonly<Record<ReplyName, MakeReply>> = replies;
