// Rows 25-30, 46-49, 51-57 and 59-62: the content of the chunks, and what the network does to them.
import { gzipSync } from 'node:zlib';
import type { Fault, FaultTable } from '../faults/fault.ts';
import { bytes, chunk, done, finish, hello, reset, role, says, stream, whole, world, type Line } from './script.ts';

const usage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 };
const reasons = (delta: object): string => chunk(delta);
const thinks = 'Let me think. ';

/** A stream with a tool call in these pieces, and its finish. */
function calls(about: string, pieces: readonly unknown[], finishReason = 'tool_calls'): Fault {
  const lines: Line[] = pieces.map((piece) => chunk({ tool_calls: [piece] }));
  return stream(about, [role, ...lines, chunk({}, finishReason), done]);
}

const look = { name: 'look', arguments: '{"at":' };
const rest = { function: { arguments: '"sky"}' } };

export const chunkQuirks: FaultTable = {
  'quirk-25-empty': stream('usage with empty choices', [
    ...whole.slice(0, -1),
    JSON.stringify({ choices: [], usage }),
    done,
  ]),
  'quirk-25-null': stream('usage with null choices', [
    ...whole.slice(0, -1),
    JSON.stringify({ choices: null, usage }),
    done,
  ]),
  'quirk-25-absent': stream('usage without choices', [...whole.slice(0, -1), JSON.stringify({ usage }), done]),
  'quirk-26': stream('a preamble without choices', [
    JSON.stringify({ choices: [], prompt_filter_results: [{}] }),
    ...whole,
  ]),
  'quirk-27': stream('null deltas and contents, and other roles', [
    chunk(null),
    chunk({ role: 'model', content: hello }),
    chunk({ role: 'assistant', content: null }),
    chunk({ role: 'assistant' }),
    chunk({ content: world }),
    chunk(null, 'stop'),
    done,
  ]),
  'quirk-28-alone': stream('message in place of delta', [
    JSON.stringify({ choices: [{ index: 0, message: { content: hello }, finish_reason: null }] }),
    JSON.stringify({ choices: [{ index: 0, message: { content: hello + world }, finish_reason: 'stop' }] }),
    done,
  ]),
  'quirk-28-both': stream('message beside delta', [
    JSON.stringify({ choices: [{ index: 0, delta: { content: hello }, message: { content: hello } }] }),
    JSON.stringify({ choices: [{ index: 0, delta: { content: world }, message: { content: hello + world } }] }),
    finish,
    done,
  ]),
  'quirk-29-json': stream('events that are labelled JSON', whole, { headers: { 'content-type': 'application/json' } }),
  'quirk-29-text': stream('events that are labelled plain text', whole, { headers: { 'content-type': 'text/plain' } }),
  'quirk-30': {
    about: 'one JSON body though a stream was asked for',
    respond: () => {
      const choices = [{ index: 0, message: { role: 'assistant', content: hello + world }, finish_reason: 'stop' }];
      return { status: 200, body: { id: 'x', object: 'chat.completion', choices, usage } };
    },
  },
  'quirk-46': stream('usage in every chunk, growing, null at the end', [
    chunk({ content: hello }, null, { usage: { prompt_tokens: 9, completion_tokens: 1 } }),
    chunk({ content: world }, null, { usage: { prompt_tokens: 9, completion_tokens: 4 } }),
    chunk({}, 'stop', { usage: null }),
    done,
  ]),
  'quirk-47': stream('no usage at all', whole),
  'quirk-48-both': stream('reasoning under two names at once', [
    reasons({ reasoning: thinks, reasoning_content: thinks }),
    ...whole.slice(1),
  ]),
  'quirk-48-reasoning': stream('reasoning', [reasons({ reasoning: thinks }), ...whole.slice(1)]),
  'quirk-48-details': stream('reasoning_details', [
    reasons({ reasoning_details: [{ type: 'reasoning.text', text: thinks }] }),
    ...whole.slice(1),
  ]),
  'quirk-49-split': stream('<think> split over chunks', [
    ...['<th', 'ink>', thinks, '</thi', 'nk>', hello, `${world} <think>`].map(says),
    finish,
    done,
  ]),
  'quirk-49-orphan': stream('a </think> that nothing opened', [
    ...[thinks, '</think>', hello + world].map(says),
    finish,
    done,
  ]),
  'quirk-51': calls('calls without index, with a signature', [
    { id: 'a', function: look, extra_content: { google: { thought_signature: 'c2ln' } } },
    rest,
  ]),
  'quirk-52': calls('ids that are empty, "null" or repeated, names that are null', [
    { index: 0, id: 'a', function: look },
    { index: 0, id: '', function: { name: null, arguments: '"s' } },
    { index: 0, id: 'null', function: { name: null, arguments: 'k' } },
    { index: 0, id: 'a', function: { arguments: 'y"}' } },
  ]),
  'quirk-53': calls('no id at all', [
    { index: 0, function: look },
    { index: 0, ...rest },
  ]),
  'quirk-54': calls('arguments as an object', [
    { index: 0, id: 'a', function: { name: 'look', arguments: { at: 'sky' } } },
  ]),
  'quirk-55': calls(
    'a finish of stop after calls',
    [
      { index: 0, id: 'a', function: look },
      { index: 0, ...rest },
    ],
    'stop',
  ),
  'quirk-56': stream('the filter, and no text', [role, chunk({}, 'content_filter'), done]),
  'quirk-57': stream('the limit of tokens', [role, says(hello), says(world), chunk({}, 'length'), done]),
  'quirk-59': stream('a compressed stream', [bytes(gzipSync(whole.map((data) => `data: ${data}\n\n`).join('')))], {
    headers: { 'content-encoding': 'gzip' },
  }),
  'quirk-60': stream('a reset in the middle', [role, says(hello), reset]),
  'quirk-61': stream('a reset after the finish', [role, says(hello), says(world), finish, reset]),
  'quirk-62': {
    ...stream('a reset before the headers, the first time', whole),
    respond: ({ attempt }) => (attempt === 0 ? 'reset' : undefined),
  },
};
