// Finds the context window of a model: from the user's setting, else from the gateway, else from a table of families. The table's figures
// are those of the npm package @pydantic/genai-prices 0.1.8 (September 2026), for Doubao and Yi those of Volcengine and Alibaba Cloud.
// Where members of a family differ, the table has the smaller figure: a summary too early costs less than a refused request.
import type { Model } from '../shared/gateway.ts';
import { isRecord } from '../shared/json.ts';

export interface ContextWindow {
  /** Tokens of prompt and answer together. */
  readonly tokens: number;
  /** `family`: the usual size of such models, which is shown as approximate. */
  readonly source: 'setting' | 'gateway' | 'family';
}

/** The user's own figures in tokens by model id, and the ids whose figure was invalid. */
export interface ContextWindowSettings {
  readonly windows: ReadonlyMap<string, number>;
  readonly ignored: readonly string[];
}

/** Reads `opencodex.modelContextWindows`. A value that is not a positive whole number is ignored. */
export function readContextWindows(setting: unknown): ContextWindowSettings {
  const entries = isRecord(setting) ? Object.entries(setting) : [];
  const windows = entries.filter((entry): entry is [string, number] => isTokenCount(entry[1]));
  return {
    windows: new Map(windows),
    ignored: entries.filter(([, tokens]) => !isTokenCount(tokens)).map(([id]) => id),
  };
}

/** Undefined where the size is not known. For a model that is not in the list its id is enough. */
export function contextWindowOf(model: Model | string, settings: ContextWindowSettings): ContextWindow | undefined {
  const { id, contextWindow }: Model = typeof model === 'string' ? { id: model } : model;
  const set = settings.windows.get(id);
  if (set !== undefined) {
    return { tokens: set, source: 'setting' };
  }
  if (contextWindow !== undefined) {
    return { tokens: contextWindow, source: 'gateway' };
  }
  const tokens = familyWindow(id);
  return tokens === undefined ? undefined : { tokens, source: 'family' };
}

function isTokenCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

/** Looks up the longest prefix of the name without its vendor: "deepseek/deepseek-chat:free" begins with "deepseek". */
function familyWindow(id: string): number | undefined {
  const name = id
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/^meta-/, '');
  const prefixes = Object.keys(families).filter((prefix) => name.startsWith(prefix));
  const longest = prefixes.reduce((best, prefix) => (prefix.length > best.length ? prefix : best), '');
  return families[longest];
}

const families: Readonly<Record<string, number>> = {
  'chatgpt-4o': 128_000,
  'claude-': 200_000,
  'claude-2.0': 100_000,
  'claude-fable': 1_000_000,
  'claude-instant': 100_000,
  'claude-opus-5': 1_000_000,
  'claude-sonnet-5': 1_000_000,
  codestral: 32_000,
  'command-a': 256_000,
  'command-r': 128_000,
  deepseek: 64_000,
  'deepseek-flash': 1_000_000,
  'deepseek-v3.1': 128_000,
  'deepseek-v3.2': 128_000,
  'deepseek-v4': 1_000_000,
  doubao: 32_000,
  'doubao-seed': 256_000,
  'gemini-': 1_000_000,
  'gemini-1.0': 32_000,
  gemma: 8_192,
  'gemma-3': 131_000,
  'gemma-4': 262_144,
  'glm-': 128_000,
  'glm-4.5v': 65_536,
  'glm-5': 200_000,
  'gpt-3.5': 16_385,
  'gpt-4': 8_191,
  'gpt-4-0125': 128_000,
  'gpt-4-1106': 128_000,
  'gpt-4-32k': 32_000,
  'gpt-4-turbo': 128_000,
  'gpt-4-vision': 128_000,
  'gpt-4.1': 1_000_000,
  'gpt-4.5': 128_000,
  'gpt-4o': 128_000,
  'gpt-5': 400_000,
  'gpt-5-chat': 128_000,
  'gpt-5.3': 128_000,
  'gpt-6': 1_000_000,
  'gpt-oss': 128_000,
  grok: 131_072,
  'grok-2': 32_768,
  'grok-4': 256_000,
  'grok-code': 256_000,
  kimi: 131_072,
  'kimi-k2.': 262_144,
  'kimi-k3': 1_000_000,
  llama: 8_192,
  'llama-3.1': 128_000,
  'llama-3.2': 128_000,
  'llama-3.3': 128_000,
  'llama-4': 128_000,
  minimax: 200_000,
  'minimax-01': 1_000_000,
  'minimax-m1': 1_000_000,
  mistral: 32_000,
  'mistral-large': 128_000,
  'mistral-medium': 128_000,
  mixtral: 32_000,
  'moonshot-v1': 8_192,
  'moonshot-v1-128k': 131_072,
  'moonshot-v1-32k': 32_768,
  o1: 128_000,
  o3: 200_000,
  o4: 200_000,
  qwen: 32_000,
  'qwen-plus': 128_000,
  qwen3: 128_000,
  'qwen3-coder': 256_000,
  'qwen3-max': 256_000,
  'qwen3.': 256_000,
  'yi-': 16_000,
  'yi-34b': 4_096,
};
