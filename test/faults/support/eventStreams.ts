// Generated event streams for G2: any bytes that mean something to the rules, and answers in every framing that gateways use.
import type { Random } from '../random.ts';

/** Fields, ends of lines, byte order marks, NUL, characters of two to four bytes, and what is no UTF-8 at all. */
const fragments: readonly Uint8Array[] = [
  ...[
    'data',
    'data:',
    'data: ',
    'data:  ',
    'data : ',
    'Data: ',
    'datas: ',
    'event',
    'event:',
    'event: ',
    'event: error',
  ],
  ...[
    'id',
    'id: 7',
    'id: 7\0',
    'id:',
    'retry: 10',
    'retry: x',
    'retry',
    ':',
    ': PING',
    ':data: no',
    'field: value',
    ' data: x',
  ],
  ...[
    '\n',
    '\n',
    '\n\n',
    '\n\n',
    '\r\n',
    '\r\n',
    '\r\n\r\n',
    '\r',
    '\r\r',
    '\n\r',
    ' ',
    '  ',
    '\t',
    '\0',
    'x',
    'é',
    '世',
    '🎉',
  ],
  ...['\uFEFF', '\u2028', '\u0085', '\u00A0', '{"a":1}', '[DONE]', 'a: b', '\u000B', '\u000C'],
].map((text) => Buffer.from(text));
const brokenCharacters = [
  'ff',
  'c3',
  'e282',
  'f09f',
  '80',
  'eda080',
  'c080',
  'f4908080',
  'efbb',
  'ef',
  'bbbf',
  'fe',
].map((hex) => Buffer.from(hex, 'hex'));

export function streamBytes(random: Random): Buffer {
  const pieces = random.list(1 + random.below(40), () =>
    random.pick(random.chance(0.08) ? brokenCharacters : fragments),
  );
  return Buffer.concat([...(random.chance(0.1) ? [Buffer.from('\uFEFF')] : []), ...pieces]);
}

/** An answer whose events are whole, however they are framed; now and then with one that nobody can read. */
export function answerBytes(random: Random): Buffer {
  const lineEnd = random.pick(['\n', '\n', '\r\n', '\r']);
  const isRunTogether = random.chance(0.1);
  const events = [
    ...random.list(random.below(4), () => chunk(random, 'reasoning_content')),
    ...random.list(random.below(12), () => (random.chance(0.03) ? '{"choices":[{' : chunk(random, 'content'))),
    ...(random.chance(0.8)
      ? [JSON.stringify({ choices: [{ delta: {}, finish_reason: random.pick(['stop', 'length']) }] })]
      : []),
    ...(random.chance(0.8) ? [random.pick(['[DONE]', ' [DONE] ', '[DONE]\t'])] : []),
  ];
  const framed = events.map(
    (data) => `${noise(random, lineEnd)}${frame(data, random, lineEnd)}${isRunTogether ? '' : lineEnd}`,
  );
  const whole = `${random.chance(0.1) ? '\uFEFF' : ''}${framed.join('')}`;
  // A last event without its blank line, or even without the end of its line.
  return Buffer.from(random.chance(0.3) ? whole.replace(/[\r\n]+$/, '') : whole);
}

function chunk(random: Random, field: 'content' | 'reasoning_content'): string {
  const word = (): string =>
    random.pick(['a', 'é', '世界', '🎉', ' ', '\n', '"', '\\', 'data: ', ': PING', '\u2028', '[DONE]']);
  const delta = { [field]: random.list(1 + random.below(5), word).join('') };
  // Some write JSON over several lines.
  return JSON.stringify({ id: 'r', choices: [{ index: 0, delta }] }, undefined, random.chance(0.1) ? 1 : undefined);
}

function frame(data: string, random: Random, lineEnd: string): string {
  const prefix = random.pick(['data: ', 'data: ', 'data:', 'data:  ']);
  const lines = data.split('\n').map((line) => `${prefix}${line}${lineEnd}`);
  return `${random.chance(0.1) ? `event: message${lineEnd}` : ''}${lines.join('')}`;
}

function noise(random: Random, lineEnd: string): string {
  return random.chance(0.2)
    ? random.pick([`: PING${lineEnd}${lineEnd}`, `id: 3${lineEnd}`, `retry: 9${lineEnd}`, lineEnd])
    : '';
}
