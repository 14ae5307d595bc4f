// G11: answers that are ended by their reader, anywhere and in every way. Nothing of them is left a moment later.
import { setImmediate, setTimeout } from 'node:timers/promises';
import { OpenCodexClient, type ChatEvent } from '../../src/api/client.ts';
import type { Goal, GoalRun } from './goal.ts';
import type { Random } from './random.ts';
import { delivered, startRawServer, type RawRequest, type RawServer } from './support/rawServer.ts';
import { createAnswer } from './support/streamFaults.ts';

/** By then everything is as it was before the request. */
const idleAfterMs = 200;

/** Far above every limit of the client: a case that takes longer hangs. */
const hangsAfterMs = 10_000;

/** How far the request has come when its reader has enough. */
const places = ['before', 'key', 'headers', 'body', 'middle', 'finish', 'retry', 'drain'] as const;
type Place = (typeof places)[number];

/** `break` leaves the loop over the events, which can only be done at an event. */
const ways = ['signal', 'close', 'break'] as const;
type Way = (typeof ways)[number];

interface AbortCase {
  readonly place: Place;
  readonly way: Way;
  /** Turns of the event loop between the place and the end. */
  readonly turns: number;
  /** What the server sends after its headers. */
  readonly bytes: Buffer;
  /** Called when the request has come as far as its place. */
  reached: () => void;
}

// Rows: F34
export const g11: Goal = {
  name: 'G11',
  isTimed: true,
  async run(run) {
    const { random } = run;
    const answer = createAnswer(random);
    let current: AbortCase | undefined;
    const server = await startRawServer(async (request) => {
      if (current !== undefined) {
        await reply(request, current);
      }
    });
    await settled(server, resources());
    const before = resources();
    for (let count = run.size(500, 60); count > 0; count -= 1) {
      const one = createCase(random, answer);
      current = one;
      await tryCase(run, one, server, before);
    }
    await server.close();
  },
};

function createCase(random: Random, answer: Buffer): AbortCase {
  const place = random.pick(places);
  const hasEvents = place === 'middle' || place === 'retry' || place === 'finish';
  return {
    place,
    way: random.pick(hasEvents ? ways : (['signal', 'close'] as const)),
    turns: random.below(6),
    bytes: bytesAt(place, answer, random),
    reached: () => undefined,
  };
}

function bytesAt(place: Place, answer: Buffer, random: Random): Buffer {
  const endOf = (text: string): number => answer.indexOf('\n\n', answer.indexOf(text)) + 2;
  const finish = endOf('"finish_reason":"');
  switch (place) {
    case 'middle':
      // At least the first event, so that there is one to leave the loop at.
      return answer.subarray(0, endOf('data:') + random.below(finish - endOf('data:')));
    case 'finish':
      return answer.subarray(0, finish);
    case 'drain':
      return answer;
    default:
      return Buffer.alloc(0);
  }
}

/** Sends as much as the place wants and leaves the connection open. */
async function reply({ socket }: RawRequest, { place, bytes, reached }: AbortCase): Promise<void> {
  if (place === 'retry') {
    socket.write('HTTP/1.1 500 Any\r\ncontent-length: 0\r\nretry-after: 30\r\n\r\n');
  } else if (place !== 'headers') {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n');
    socket.write(bytes);
  }
  await delivered(socket);
  if (place !== 'drain') {
    reached();
  }
}

async function tryCase(run: GoalRun, one: AbortCase, server: RawServer, before: string): Promise<void> {
  const { place, way, turns } = one;
  await run.try(
    () => `${place}, by ${way}, ${turns} turns later`,
    async () => {
      const hang = setTimeout(hangsAfterMs, undefined, { ref: false }).then(() => {
        throw new Error('The answer did not end.');
      });
      await Promise.race([endEarly(one, server.origin), hang]);
      await settled(server, before);
    },
  );
}

/** Ends the answer as the case wants, and checks what its reader is told. */
async function endEarly(one: AbortCase, origin: string): Promise<void> {
  const { place, way, turns } = one;
  const controller = new AbortController();
  const arrival = Promise.withResolvers<undefined>();
  one.reached = () => arrival.resolve(undefined);
  const client = new OpenCodexClient({
    baseUrl: `${origin}/v1`,
    transport: 'direct',
    ...(place === 'key' && {
      apiKey: () => {
        one.reached();
        return new Promise<string>(() => undefined);
      },
    }),
  });
  if (place === 'before') {
    controller.abort();
  }
  const events: ChatEvent[] = [];
  const reading = read(client, one, controller.signal, events);
  if (place !== 'before') {
    await arrival.promise;
    for (let turn = 0; turn < turns; turn += 1) {
      await setImmediate();
    }
  }
  if (way === 'close' || place === 'drain') {
    await client.close();
  } else if (way === 'signal') {
    controller.abort();
  }
  await reading;
  await client.close();
  const ends = events.flatMap((event) => (event.type === 'turn-end' ? [event.outcome] : []));
  const wanted = way === 'break' ? [] : [place === 'drain' ? 'stop' : 'stopped'];
  if (JSON.stringify(ends) !== JSON.stringify(wanted)) {
    throw new Error(`Ended as ${JSON.stringify(ends)}, not as ${JSON.stringify(wanted)}`);
  }
}

async function read(client: OpenCodexClient, one: AbortCase, signal: AbortSignal, events: ChatEvent[]): Promise<void> {
  const request = { model: 'm', messages: [{ role: 'user', content: 'Hello!' }] } as const;
  for await (const event of client.streamChat(request, { signal })) {
    events.push(event);
    if (event.type === 'turn-end') {
      // The answer is complete, and its connection is still being read to its end.
      one.reached();
    }
    if (one.way === 'break') {
      return;
    }
  }
}

/** Resolves once no connection is open and this process waits for no more than before. */
async function settled(server: RawServer, before: string): Promise<void> {
  const end = performance.now() + idleAfterMs;
  while (server.sockets.size > 0 || resources() !== before) {
    if (performance.now() > end) {
      throw new Error(`After ${idleAfterMs} ms: ${server.sockets.size} connections, ${resources()}; before: ${before}`);
    }
    await setImmediate();
  }
}

/** What keeps this process waiting, counted. */
function resources(): string {
  const counts = Object.groupBy(process.getActiveResourcesInfo(), (name) => name);
  return Object.entries(counts)
    .filter(([name]) => name !== 'Immediate')
    .map(([name, all]) => `${all?.length ?? 0} ${name}`)
    .sort()
    .join(', ');
}
