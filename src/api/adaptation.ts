// What a gateway refuses in a request, learned from its refusals, so that it refuses only once (wire.md, rows 41-45 and 50).
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

/** The adaptations of a gateway, by model; kept by its client. */
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
  /** Whether the request holds what the change is about. */
  readonly concerns: (request: ChatRequest) => boolean;
  readonly refusal: RegExp;
}

/** A value out of its range is the user's to correct; only a parameter that is refused as such is left out. */
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

/** Parameters whose very name in a refusal says enough. */
const named: ReadonlySet<Adaptation> = new Set(['no-stream-options', 'with-reasoning']);

/** What to change so that the request is not refused for this again; undefined where that is not known, or done already. */
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
