// The definition of a fault or quirk: a few hooks into an otherwise faultless answer. Each entry names only the hooks that it changes.
import type { Answer } from '../answer.ts';
import type { ChatBody } from '../chatBody.ts';
import type { Reply } from '../reply.ts';
import type { Step } from '../steps.ts';

interface FaultRequest {
  /** Undefined for requests of the model list and of the balance. */
  readonly body: ChatBody | undefined;
  /** `http://host:port` of the gateway. */
  readonly origin: string;
  /** How many requests with this fault came before, to the same route and with the same messages. */
  readonly attempt: number;
}

export interface Fault {
  /** One line that describes the fault to people. */
  readonly about: string;
  /**
   * Responds in place of the gateway, before anything is generated or charged; `reset` resets the connection and `silence` never responds.
   * Undefined lets the request proceed.
   */
  readonly respond?: (request: FaultRequest) => Reply | 'reset' | 'silence' | undefined;
  /** Changes the content of the answer, streamed or not. */
  readonly answer?: (answer: Answer) => Answer;
  /** Headers of a stream, which are added to the usual ones or override them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Changes the steps of a stream. Characters are charged when they are written. */
  readonly steps?: (steps: Iterable<Step>) => Iterable<Step>;
  /** The bytes of one event of a stream, from its data; by default `data: `, the data and an empty line. */
  readonly frame?: (data: string) => string | Uint8Array;
}

export type FaultTable = Readonly<Record<string, Fault>>;
