// Rows 1-18 and 58 of the quirks of real gateways: how a stream is framed, and how it ends.
import type { FaultTable } from '../faults/fault.ts';
import { apart, bytes, chunk, done, finish, hello, role, says, stall, stream, whole, world } from './script.ts';

const answer = [role, says(hello), says(world)];
const earth = Buffer.from(`data: ${says(world)}\n\n`);

/** A pause as long as a slow reasoning model takes. Tests shorten it with a fake clock. */
const thinkingMs = 350_000;

export const framingQuirks: FaultTable = {
  'quirk-1': stream('a finish and the end of the stream, no [DONE]', [...answer, finish]),
  'quirk-2': stream('[DONE] without a finish', [...answer, done]),
  'quirk-3': stream('a clean end without finish and [DONE]', answer),
  'quirk-4-done': stream('only [DONE]', [done]),
  'quirk-4-empty': stream('an empty body', []),
  'quirk-4-comments': stream('only comments', [bytes(': PING\n\n'), bytes(': PING\n\n')]),
  'quirk-5': stream('the connection stays open after [DONE]', [...whole, stall]),
  'quirk-6': stream('silence in the middle, the connection open', [role, says(hello), stall]),
  'quirk-7': stream('almost six minutes of silence before the text', [
    role,
    { type: 'pause', ms: thinkingMs },
    ...whole.slice(1),
  ]),
  'quirk-8': stream('comments as signs of life', [
    bytes(': OPENROUTER PROCESSING\n\n'),
    role,
    bytes(': PING\n\n'),
    ...whole.slice(1),
  ]),
  'quirk-9': stream('a comment that a proxy wrapped into data', [': OPENROUTER PROCESSING', ...whole]),
  'quirk-10': stream('no space after data:', whole, { frame: (data) => `data:${data}\n\n` }),
  'quirk-11': stream('CRLF', whole, { frame: (data) => `data: ${data}\r\n\r\n` }),
  'quirk-12': stream(
    'CRLF that is split over reads',
    whole.flatMap((data) => [bytes(`data: ${data}\r`), apart, bytes('\n\r'), apart, bytes('\n')]),
  ),
  'quirk-13': stream('bare CR', whole, { frame: (data) => `data: ${data}\r\r` }),
  'quirk-14': stream('a byte order mark', [bytes('\uFEFF'), ...whole]),
  'quirk-14-split': stream('a byte order mark that is split over reads', [
    bytes(Uint8Array.of(0xef)),
    apart,
    bytes(Uint8Array.of(0xbb, 0xbf)),
    ...whole,
  ]),
  'quirk-15': stream('one line break between events', whole, { frame: (data) => `data: ${data}\n` }),
  'quirk-16': stream('half an event run into the next', [
    role,
    says(hello),
    `{"id":"x","choices":[{"delta":{"role":"adata: ${says('lost')}`,
    says(world),
    finish,
    done,
  ]),
  'quirk-17': stream('a last event without its blank line', [
    role,
    says(hello),
    bytes(`data: ${chunk({ content: world }, 'stop')}`),
  ]),
  'quirk-18': stream('blanks around [DONE]', [...answer, finish, bytes('data:  [DONE] \n\n')]),
  'quirk-58': stream('characters that are split over reads', [
    role,
    says(hello),
    ...Array.from(earth, (byte) => [bytes(Uint8Array.of(byte)), ...(byte > 0x7f ? [apart] : [])]).flat(),
    finish,
    done,
  ]),
};
