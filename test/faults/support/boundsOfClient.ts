// G13's cases of the client: what a gateway sends, how the reading of it must end, and how long the event loop stands still meanwhile.
import { OpenCodexClient } from '../../../src/api/client.ts';
import { ApiError } from '../../../src/api/errors.ts';
import { ProposalBuilder } from '../../../src/edit/proposalBuilder.ts';
import { watchBlocks, type Blocks } from './blocks.ts';
import type { HostileGateway } from './hostileGateway.ts';
import type { ReplyName } from './hostileReplies.ts';

const tooLong = 'answer-too-long';

/** The outcome of the answer, or the kind of what was thrown, with the code; or how many models there are. */
const endings: Readonly<Record<ReplyName, string>> = {
  'tool-pieces': 'stop',
  'tool-pieces-with-ids': `server ${tooLong}`,
  'tool-pieces-within': 'stop',
  'tool-events': 'empty',
  'tool-noindex-names': 'empty',
  'tool-arguments': 'empty',
  'multiline-data-event': `cut-off ${tooLong}`,
  'multiline-blank-event': `cut-off ${tooLong}`,
  'deep-json-event': `cut-off ${tooLong}`,
  'deep-json-small-events': 'stop',
  'wide-json-event': 'stop',
  'rubbish-events': 'stop',
  'rubbish-lines': `server ${tooLong}`,
  'empty-events': 'stop',
  'json-lines': 'empty',
  'json-rubbish-lines': `server ${tooLong}`,
  'json-broken-objects': `server ${tooLong}`,
  'deep-json-body': `server ${tooLong}`,
  'wide-json-body': `server ${tooLong}`,
  'page-instead': 'server',
  'models-1.4M': `server ${tooLong}`,
  'models-pages': `server ${tooLong}`,
  'models-within': '5000 models',
  'models-wide': `server ${tooLong}`,
  'models-deep': `server ${tooLong}`,
  'whitespace-deltas': 'stop',
  'think-deltas': 'empty',
  'long-line': 'stop',
  'long-answer': `cut-off ${tooLong}`,
  'answer-at-once': `cut-off ${tooLong}`,
  'code-line': 'stop',
  'code-marks': 'stop',
  'code-line-ends': 'stop',
  'nested-marks': 'stop',
  'gzip-bomb': `cut-off ${tooLong}`,
  'gzip-comments': `cut-off ${tooLong}`,
  'slow-comments': 'timeout silence-timeout',
  'slow-comments-after-text': 'cut-off silence-timeout',
  'usage-forever': 'cut-off silence-timeout',
  'finish-then-events': 'stop',
  'finish-then-flood': 'stop',
};

/** Where tools were offered. */
const endingsWithTools: Readonly<Partial<Record<ReplyName, string>>> = {
  ...endings,
  'tool-pieces-within': 'tool-calls',
  'tool-events': `server ${tooLong}`,
  'tool-noindex-names': 'tool-calls',
  'tool-arguments': `server ${tooLong}`,
};

export interface ClientCase {
  readonly name: ReplyName;
  /** 1 is the size that was found. */
  readonly scale: number;
  readonly hasTools: boolean;
}

function caseOf(name: ReplyName, scale = 1, hasTools = false): ClientCase {
  return { name, scale, hasTools };
}

/** All that can be told apart, in the sizes that were found. */
export const allClientCases: readonly ClientCase[] = (Object.keys(endings) as ReplyName[]).flatMap((name) => [
  caseOf(name),
  ...(name.startsWith('tool-') ? [caseOf(name, 1, true)] : []),
]);

/** One of each mechanism. */
export const someClientCases: readonly ClientCase[] = [
  caseOf('tool-pieces'),
  caseOf('tool-pieces-within', 0.1, true),
  caseOf('tool-noindex-names', 1, true),
  caseOf('multiline-data-event'),
  caseOf('deep-json-event'),
  caseOf('json-lines', 0.1),
  caseOf('json-broken-objects'),
  caseOf('models-1.4M'),
  caseOf('models-within'),
  caseOf('whitespace-deltas', 0.25),
  caseOf('code-line', 0.25),
  caseOf('code-marks', 0.25),
  caseOf('code-line-ends', 0.1),
  caseOf('long-answer'),
  caseOf('gzip-bomb', 0.1),
  caseOf('usage-forever'),
  caseOf('finish-then-flood'),
];

export class ClientBounds {
  readonly #gateway: HostileGateway;

  constructor(gateway: HostileGateway) {
    this.#gateway = gateway;
  }

  /** Throws where it ends otherwise than it must. */
  async measure({ name, scale, hasTools }: ClientCase): Promise<Blocks> {
    const client = new OpenCodexClient({
      baseUrl: this.#gateway.baseUrl(name, scale),
      transport: 'direct',
      // Of what comes for ever; users wait for ten minutes.
      ...(/^slow|forever$/.test(name) ? { timeouts: { silence: 500 } } : {}),
    });
    let ending = '';
    const blocks = await watchBlocks(async () => {
      ending = await (name.startsWith('models-') ? readModels(client) : readAnswer(client, hasTools));
    });
    await client.close();
    const wanted = (hasTools ? endingsWithTools : endings)[name];
    if (ending !== wanted) {
      throw new Error(`Ended as ${ending}, not as ${wanted ?? ''}`);
    }
    return blocks;
  }
}

async function readModels(client: OpenCodexClient): Promise<string> {
  return client.listModels().then((models) => `${models.length} models`, nameOf);
}

/** Reads it as Refactor does, which looks closer at it than a chat. */
async function readAnswer(client: OpenCodexClient, hasTools: boolean): Promise<string> {
  const target = { label: 'a.ts', languageId: 'typescript', text: 'a\n', start: 0, end: 1, code: 'a' };
  const builder = new ProposalBuilder(target);
  const request = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] } as const;
  let ending = '';
  try {
    for await (const event of client.streamChat(hasTools ? { ...request, tools: [{ name: 'a' }] } : request)) {
      if (event.type === 'text-delta') {
        builder.push(event.text);
      } else if (event.type === 'turn-end') {
        ending = [event.outcome, ...(event.error instanceof ApiError ? [event.error.code] : [])].join(' ');
      }
    }
    builder.end('stop');
    return builder.text === '' ? 'nothing' : ending;
  } catch (thrown) {
    return nameOf(thrown);
  }
}

function nameOf(thrown: unknown): string {
  return thrown instanceof ApiError ? [thrown.kind, ...(thrown.code ? [thrown.code] : [])].join(' ') : String(thrown);
}
