// Reads token counts in the forms that gateways use.
import type { TokenUsage } from '../shared/gateway.ts';
import { readNumber, readRecord, type JsonRecord } from '../shared/json.ts';

/** The usage; undefined where a count is missing, because an unknown count is never taken for 0. */
export function readUsage(usage: JsonRecord): TokenUsage | undefined {
  const prompt = readCount(usage, 'prompt_tokens') ?? readCount(usage, 'input_tokens');
  const completion = readCount(usage, 'completion_tokens') ?? readCount(usage, 'output_tokens');
  const total = readCount(usage, 'total_tokens');
  const promptTokens = prompt ?? rest(total, completion);
  const completionTokens = completion ?? rest(total, prompt);
  return promptTokens === undefined || completionTokens === undefined
    ? undefined
    : { promptTokens, completionTokens, ...readDetails(usage), ...readCost(usage) };
}

function rest(total: number | undefined, part: number | undefined): number | undefined {
  return total === undefined || part === undefined || part > total ? undefined : total - part;
}

function readDetails(usage: JsonRecord): Pick<TokenUsage, 'cachedTokens' | 'reasoningTokens'> {
  const prompt = readRecord(usage, 'prompt_tokens_details') ?? {};
  const completion = readRecord(usage, 'completion_tokens_details') ?? {};
  const cached = readCount(prompt, 'cached_tokens') ?? readCount(usage, 'prompt_cache_hit_tokens');
  const reasoning = readCount(completion, 'reasoning_tokens');
  return {
    ...(cached === undefined ? {} : { cachedTokens: cached }),
    ...(reasoning === undefined ? {} : { reasoningTokens: reasoning }),
  };
}

function readCost(usage: JsonRecord): Pick<TokenUsage, 'cost'> {
  const cost = readNumber(usage, 'cost');
  return cost === undefined || cost < 0 ? {} : { cost };
}

/** A whole number, which the ledger can hold: what is beyond that is no count. */
function readCount(record: JsonRecord, key: string): number | undefined {
  const value = readNumber(record, key) ?? -1;
  const count = Math.round(value);
  return value >= 0 && Number.isSafeInteger(count) ? count : undefined;
}
