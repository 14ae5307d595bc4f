// What an answer's bytes say, read simply and by the rules of wire.md section 2: what the client is measured by.
import type { ApiErrorKind } from '../../../src/shared/gateway.ts';
import { readServerSentEvents } from './serverSentEvents.ts';

export interface AnswerReading {
  text: string;
  reasoning: string;
  /** A data event has come. */
  hasStarted: boolean;
  finishReason: string | undefined;
  hasUsage: boolean;
  isDone: boolean;
  /** Events that nobody can read. */
  unreadable: number;
  /** What the gateway itself reports. */
  failure: ApiErrorKind | undefined;
}

interface Chunk {
  readonly error?: { readonly code?: number };
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string; readonly reasoning_content?: string };
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: object | null;
}

/** `isWhole` says that the bytes came to a proper end. */
export function readAnswer(bytes: Uint8Array, isWhole: boolean): AnswerReading {
  const reading: AnswerReading = {
    text: '',
    reasoning: '',
    hasStarted: false,
    finishReason: undefined,
    hasUsage: false,
    isDone: false,
    unreadable: 0,
    failure: undefined,
  };
  if (new TextDecoder().decode(bytes.subarray(0, 64)).trimStart().startsWith('<')) {
    // A page instead of an answer (row 31).
    return { ...reading, failure: 'server' };
  }
  for (const { data, name } of readServerSentEvents(bytes, isWhole)) {
    takeData(reading, data, name);
  }
  return reading;
}

function takeData(reading: AnswerReading, data: string, name: string | undefined): void {
  if (reading.isDone || reading.failure !== undefined) {
    return;
  }
  reading.hasStarted = true;
  const chunk = parseChunk(data);
  const text = data.trim();
  if (name === 'error') {
    reading.failure = 'server';
  } else if (chunk !== undefined) {
    takeChunk(reading, chunk);
  } else if (text === '[DONE]') {
    reading.isDone = true;
  } else if (text.includes('\n')) {
    // Events parted by one line end instead of two (row 15).
    text.split('\n').forEach((line) => takeData(reading, line, undefined));
  } else if (text !== '' && !text.startsWith(':')) {
    reading.unreadable += 1;
  }
}

function takeChunk(reading: AnswerReading, { error, choices, usage }: Chunk): void {
  if (error !== undefined) {
    reading.failure = 'server';
    return;
  }
  reading.hasUsage ||= typeof usage === 'object' && usage !== null;
  for (const { delta = {}, finish_reason: finishReason } of choices?.slice(0, 1) ?? []) {
    const { content = '', reasoning_content: reasoning = '' } = delta;
    reading.text += content;
    reading.reasoning += reasoning;
    reading.finishReason = finishReason ?? reading.finishReason;
  }
}

function parseChunk(data: string): Chunk | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
