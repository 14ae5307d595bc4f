// G2: generated event streams. Our reader gives what a literal reading of the rules gives, however the bytes are cut.
import { isDeepStrictEqual } from 'node:util';
import { AnswerBody } from '../../src/api/answerBody.ts';
import { ChatStream } from '../../src/api/chatStream.ts';
import { SseReader } from '../../src/api/sse.ts';
import type { Goal } from './goal.ts';
import type { Random } from './random.ts';
import { readAnswer } from './support/answerReading.ts';
import { readServerSentEvents, type ServerSentEvent } from './support/serverSentEvents.ts';
import { answerBytes, streamBytes } from './support/eventStreams.ts';

/** One stream in so many is an answer, and goes through all that reads answers. */
const answersAreOneIn = 10;

/** What a reader of ours makes of these reads, where it is not what it should be. */
type Check = (parts: readonly Buffer[]) => string | undefined;

export const g02: Goal = {
  name: 'G2',
  async run(run) {
    const { random } = run;
    for (let index = 0; index < run.size(100_000, 6_000); index += 1) {
      const isAnswer = index % answersAreOneIn === 0;
      const bytes = isAnswer ? answerBytes(random) : streamBytes(random);
      const ways = [
        [bytes],
        cut(bytes, random),
        cut(bytes, random),
        ...(random.chance(0.05) ? [eachAlone(bytes)] : []),
      ];
      const check = isAnswer ? checkAnswer : checkEvents;
      await run.try(
        () => `stream ${index}`,
        () => ways.forEach((parts) => refuse(parts, check)),
      );
    }
  },
};

function refuse(parts: readonly Buffer[], check: Check): void {
  if (check(parts) !== undefined) {
    const least = shrink(parts, check);
    // JSON shows every byte, as the character of the same number.
    throw new Error(
      `In reads of ${JSON.stringify(least.map((part) => part.toString('latin1')))}\n${check(least) ?? ''}`,
    );
  }
}

function difference(seen: unknown, wanted: unknown): string | undefined {
  return isDeepStrictEqual(seen, wanted)
    ? undefined
    : `Seen   ${JSON.stringify(seen)}\nWanted ${JSON.stringify(wanted)}`;
}

function checkEvents(parts: readonly Buffer[]): string | undefined {
  const events: ServerSentEvent[] = [];
  const reader = new SseReader((data, name) => events.push({ data, name }));
  parts.forEach((part) => reader.feed(part));
  const bytes = Buffer.concat(parts);
  // Before the end only what a blank line has ended; a last CR ends its line at once, or when it is known that no LF follows.
  const readings = [bytes, ...(bytes.at(-1) === 0x0d ? [bytes.subarray(0, -1)] : [])];
  const early = readings.map((read) => difference(events, readServerSentEvents(read, false)));
  reader.end();
  return early.includes(undefined) ? difference(events, readServerSentEvents(bytes, true)) : early[0];
}

function checkAnswer(parts: readonly Buffer[]): string | undefined {
  const context = { redact: (text: string) => text };
  const stream = new ChatStream(context);
  const body = new AnswerBody(stream, context);
  const seen = { text: '', reasoning: '' };
  const take = (): void => {
    for (const event of stream.takeEvents()) {
      seen.text += event.type === 'text-delta' ? event.text : '';
      seen.reasoning += event.type === 'reasoning-delta' ? event.text : '';
    }
  };
  for (const part of parts) {
    body.feed(part);
    take();
  }
  body.end();
  stream.end();
  take();
  const { text, reasoning, finishReason, isDone } = readAnswer(Buffer.concat(parts), true);
  return difference(
    { ...seen, finishReason: stream.outcome, isDone: stream.isDone },
    { text, reasoning, finishReason, isDone },
  );
}

/** In reads of any lengths, some of them empty. */
function cut(bytes: Buffer, random: Random): Buffer[] {
  const marks = random.list(1 + random.below(8), () => random.below(bytes.length + 1)).sort((a, b) => a - b);
  return [...marks, bytes.length].map((mark, index) => bytes.subarray(marks[index - 1] ?? 0, mark));
}

function eachAlone(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (byte) => Buffer.of(byte));
}

/** The same failure in as few reads and bytes as dropping one at a time leads to. */
function shrink(parts: readonly Buffer[], check: Check): readonly Buffer[] {
  for (const fewer of smallerForms(parts)) {
    if (sizeOf(fewer) < sizeOf(parts) && check(fewer) !== undefined) {
      return shrink(fewer, check);
    }
  }
  return parts;
}

/** With one read less, two of them joined, or one byte less. */
function* smallerForms(parts: readonly Buffer[]): Generator<readonly Buffer[]> {
  for (const [index, part] of parts.entries()) {
    yield parts.toSpliced(index, 1);
    yield parts.toSpliced(index, 2, Buffer.concat(parts.slice(index, index + 2)));
    for (let at = 0; at < part.length; at += 1) {
      yield parts.with(index, Buffer.concat([part.subarray(0, at), part.subarray(at + 1)]));
    }
  }
}

function sizeOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, part) => sum + part.length, parts.length);
}
