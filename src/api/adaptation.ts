// Learns from refusals which parts of a request a model does not accept, so that each part is refused only once (wire.md, rows 41-45 and
// 50).
import type { ChatRequest } from '../shared/gateway.ts';
import type { ApiError } from './errors.ts';

/** A change to the requests for one model. */
export type Adaptation =
  | 'no-stream-options'
  | 'max-completion-tokens'
  | 'no-temperature'
  | 'no-top-p'
  | 'no-system-role'
  | 'no-stream'
  | 'with-reasoning';

/** The adaptations that one gateway needs, by model. Each client has its own memory. */
export class GatewayMemory {
  readonly #byModel = new Map<string, Set<Adaptation>>();

  of(model: string): ReadonlySet<Adaptation> {
    return this.#byModel.get(model) ?? none;
  }

  learn(model: string, adaptation: Adaptation): void {
    this.#byModel.set(model, new Set([...this.of(model), adaptation]));
  }
}

const none: ReadonlySet<Adaptation> = new Set();

interface Rule {
  readonly adaptation: Adaptation;
  /** Whether the request contains the part that the adaptation changes. */
  readonly concerns: (request: ChatRequest) => boolean;
  readonly refusal: RegExp;
}

/** Matches a message that refuses a parameter altogether. A value outside its range does not match: the user must correct that value. */
const asSuch =
  /unsupported|not (?:be )?support|n['’]t support|only the default|deprecated|not (?:allowed|permitted|compatible)|unrecogni[sz]ed|unknown|unexpected|extra/i;

const rules: readonly Rule[] = [
  { adaptation: 'no-stream-options', concerns: () => true, refusal: /stream_options/i },
  {
    adaptation: 'max-completion-tokens',
    concerns: (request) => isGiven(request.maxTokens),
    refusal: /\bmax_tokens\b/i,
  },
  { adaptation: 'no-temperature', concerns: (request) => isGiven(request.temperature), refusal: /\btemperature\b/i },
  { adaptation: 'no-top-p', concerns: (request) => isGiven(request.topP), refusal: /\btop_p\b/i },
  {
    adaptation: 'with-reasoning',
    concerns: ({ messages }) => messages.some(({ role }) => role === 'assistant'),
    refusal: /reasoning_content/i,
  },
  {
    adaptation: 'no-system-role',
    concerns: ({ messages }) => messages.some(({ role }) => role === 'system'),
    refusal: /\bsystem\b.*\b(?:role|message|instruction|prompt)|\brole\b.*\bsystem\b/i,
  },
  { adaptation: 'no-stream', concerns: () => true, refusal: /\bstream(?:ing)?\b/i },
];

/** Adaptations for which the parameter's name in the message is enough; the others also need a match of `asSuch`. */
const named: ReadonlySet<Adaptation> = new Set(['no-stream-options', 'with-reasoning']);

/** The adaptation that avoids this refusal; undefined where no rule fits the error, or where the adaptation is already `known`. */
export function findAdaptation(
  error: ApiError,
  request: ChatRequest,
  known: ReadonlySet<Adaptation>,
): Adaptation | undefined {
  if (error.status !== 400 && error.status !== 422) {
    return undefined;
  }
  const { message } = error;
  return rules.find(
    ({ adaptation, concerns, refusal }) =>
      !known.has(adaptation) &&
      refusal.test(message) &&
      (named.has(adaptation) || asSuch.test(message)) &&
      concerns(request),
  )?.adaptation;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
