// What a fault or quirk is: a few hooks into an otherwise faultless answer. Each row of a table names only what it changes.
import type { Answer } from '../answer.ts';
import type { ChatBody } from '../chatBody.ts';
import type { Reply } from '../reply.ts';
import type { Step } from '../steps.ts';

interface FaultRequest {
  /** Undefined for the list of models and the balance. */
  readonly body: ChatBody | undefined;
  /** `http://host:port` of the gateway. */
  readonly origin: string;
  /** How often this fault has already met the same route with the same messages. */
  readonly attempt: number;
}

export interface Fault {
  /** One line for people. */
  readonly about: string;
  /**
   * Answers in place of the gateway, before anything is generated or charged; `reset` resets the connection and
   * `silence` never answers. Undefined lets the request go on.
   */
  readonly respond?: (request: FaultRequest) => Reply | 'reset' | 'silence' | undefined;
  /** Changes what is answered, streamed or not. */
  readonly answer?: (answer: Answer) => Answer;
  /** Headers of a stream, added to the usual ones or in place of them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Changes the steps of a stream; what carries characters is charged when it is written. */
  readonly steps?: (steps: Iterable<Step>) => Iterable<Step>;
  /** The bytes of one event of a stream, from its data; unless given, `data: `, the data and an empty line. */
  readonly frame?: (data: string) => string | Uint8Array;
}

export type FaultTable = Readonly<Record<string, Fault>>;
