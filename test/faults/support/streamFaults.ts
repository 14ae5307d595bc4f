// The answer of G1, and the twelve ways in which it breaks, byte by byte (wire.md section 2, security.md section 2).
import { gunzipSync, gzipSync, constants } from 'node:zlib';
import type { TimeoutSettings } from '../../../src/api/timers.ts';
import type { ApiErrorKind } from '../../../src/shared/gateway.ts';
import type { Random } from '../random.ts';

export interface Reply {
  readonly head: string;
  /** What follows the head on the wire. */
  readonly bytes: Buffer;
  /** What happens to the connection once all of it has arrived. */
  readonly then: 'stay' | 'end' | 'reset';
  /** The body as the client can know it. */
  readonly body: Buffer;
  /** Whether that body came to its proper end, and if not, which failure it is, and whether another attempt is in order. */
  readonly ending: 'clean' | { readonly kind: ApiErrorKind; readonly isTriedAgain: boolean };
  readonly timeouts?: TimeoutSettings;
}

/** Longer than any wait that is due to a busy machine, since server and client share it. */
const stallLimitMs = 1500;

const broken = { kind: 'unreachable', isTriedAgain: true } as const;

/** Reasoning and text in several scripts, comments, the finish, usage and the end mark. */
export function createAnswer(random: Random): Buffer {
  const words = [
    'plain ',
    'naïve ',
    '世界',
    '🎉👩‍👩‍👧',
    '\n\n```ts\n',
    'a\\b"c',
    '\u2028',
    'data: x\n',
    '[DONE]',
    '{"a":1}',
  ];
  const chunk = (delta: object, finish: string | null = null): string =>
    `data: ${JSON.stringify({ id: 'r', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const some = (): string => random.list(1 + random.below(4), () => random.pick(words)).join('');
  return Buffer.from(
    [
      ': OPENROUTER PROCESSING\n\n',
      chunk({ role: 'assistant', content: '' }),
      ...random.list(4, () => chunk({ reasoning_content: some() })),
      ': PING\n\n',
      ...random.list(24, () => chunk({ content: some() })),
      chunk({}, 'stop'),
      `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 30 } })}\n\n`,
      'data: [DONE]\n\n',
    ].join(''),
  );
}

const ok = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n';
const chunked = `${ok}transfer-encoding: chunked\r\n\r\n`;
const lastChunk = Buffer.from('0\r\n\r\n');

function chunkOf(bytes: Uint8Array): Buffer {
  return bytes.length === 0
    ? Buffer.alloc(0)
    : Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** A whole reply with this body. */
export function wellSent(body: Buffer): Reply {
  const bytes = Buffer.concat([chunkOf(body), lastChunk]);
  return { head: chunked, bytes, then: 'stay', body, ending: 'clean' };
}

function withInserted(answer: Buffer, offset: number, inserted: Uint8Array | string): Reply {
  return wellSent(Buffer.concat([answer.subarray(0, offset), Buffer.from(inserted), answer.subarray(offset)]));
}

type Plan = (answer: Buffer, offset: number, random: Random) => Reply;

export const faults: Readonly<Record<string, Plan>> = {
  reset: (answer, offset) => {
    const body = answer.subarray(0, offset);
    return { head: chunked, bytes: chunkOf(body), then: 'reset', body, ending: broken };
  },
  // Nothing tells this end from a proper one.
  'end of connection': (answer, offset) => {
    const body = answer.subarray(0, offset);
    return { head: `${ok}connection: close\r\n\r\n`, bytes: body, then: 'end', body, ending: 'clean' };
  },
  stall: (answer, offset) => {
    const body = answer.subarray(0, offset);
    const timeouts = { firstByte: stallLimitMs, idle: stallLimitMs };
    const ending = { kind: 'timeout', isTriedAgain: false } as const;
    return { head: chunked, bytes: chunkOf(body), then: 'stay', body, ending, timeouts };
  },
  'garbage bytes': (answer, offset, random) =>
    withInserted(
      answer,
      offset,
      Uint8Array.from(random.list(64, () => random.pick([0, 7, 10, 13, 0x80 + random.below(128)]))),
    ),
  'half JSON glued': (answer, offset) =>
    withInserted(answer, offset, 'data: {"id":"r","choices":[{"index":0,"delta":{"content":"LOST'),
  'error event': (answer, offset) =>
    withInserted(answer, offset, '\n\ndata: {"error":{"message":"The upstream failed","code":503}}\n\n'),
  'HTML page': (answer, offset) =>
    wellSent(
      Buffer.concat([
        answer.subarray(0, offset),
        Buffer.from('<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n'),
      ]),
    ),
  'end mark too early': (answer, offset) => withInserted(answer, offset, '\n\ndata: [DONE]\n\n'),
  'content length too long': (answer, offset) => {
    const body = answer.subarray(0, offset);
    return {
      head: `${ok}content-length: ${answer.length + 9}\r\n\r\n`,
      bytes: body,
      then: 'end',
      body,
      ending: broken,
    };
  },
  'chunk framing': (answer, offset) => {
    const body = answer.subarray(0, offset);
    const bytes = Buffer.concat([chunkOf(body), Buffer.from('ZZ\r\n'), answer.subarray(offset)]);
    return { head: chunked, bytes, then: 'stay', body, ending: broken };
  },
  'gzip cut': (answer, offset) => {
    const whole = gzipSync(answer);
    const cut = whole.subarray(0, Math.round((offset / answer.length) * whole.length));
    const body = cut.length === 0 ? cut : gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH });
    const sent = wellSent(cut);
    const head = `${ok}content-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n`;
    return { ...sent, head, body, ending: cut.length === whole.length ? 'clean' : broken };
  },
  'giant line': (answer, offset) => {
    const body = Buffer.concat([answer.subarray(0, offset), Buffer.from('\n\n')]);
    const bytes = Buffer.concat([body, Buffer.from('data: '), Buffer.alloc(17 * 1024 * 1024, 'x')]);
    const ending = { kind: 'server', isTriedAgain: false } as const;
    return { head: chunked, bytes: chunkOf(bytes), then: 'stay', body, ending };
  },
};
