// The models that the gateway offers, with their prices. Money is in whole millionths of a credit.

export interface Price {
  /** The price of one prompt token. */
  readonly prompt: number;
  /** The price of one token of the answer. */
  readonly completion: number;
  /** The price of one cached prompt token; by default the price of any other prompt token. */
  readonly cached?: number;
}

export interface GatewayModel {
  readonly id: string;
  readonly ownedBy: string;
  readonly price: Price;
  /** Listed as `context_length`. Missing for some models, whose context the client must know by itself. */
  readonly contextLength?: number;
}

/** The price of the fault models, and of any model that has no price of its own. */
const defaultPrice: Price = { prompt: 1_000, completion: 4_000 };

export const defaultModels: readonly GatewayModel[] = [
  { id: 'deepseek-chat', ownedBy: 'deepseek', price: defaultPrice, contextLength: 65_536 },
  { id: 'deepseek-reasoner', ownedBy: 'deepseek', price: { prompt: 2_000, completion: 8_000 }, contextLength: 65_536 },
  { id: 'qwen-max', ownedBy: 'qwen', price: { prompt: 5_500, completion: 22_000 }, contextLength: 32_768 },
  { id: 'qwen-plus', ownedBy: 'qwen', price: { prompt: 1_400, completion: 4_200 } },
  { id: 'qwen3-coder-plus', ownedBy: 'qwen', price: { prompt: 3_500, completion: 17_500 }, contextLength: 1_048_576 },
  { id: 'claude-3-sonnet', ownedBy: 'anthropic', price: { prompt: 10_500, completion: 52_500 } },
  {
    id: 'claude-sonnet-4',
    ownedBy: 'anthropic',
    price: { prompt: 10_500, completion: 52_500 },
    contextLength: 200_000,
  },
  { id: 'claude-opus-4', ownedBy: 'anthropic', price: { prompt: 52_500, completion: 262_500 }, contextLength: 200_000 },
  { id: 'gemini-2.5-pro', ownedBy: 'google', price: { prompt: 4_400, completion: 35_000 }, contextLength: 1_048_576 },
  { id: 'gemini-2.5-flash', ownedBy: 'google', price: { prompt: 1_050, completion: 8_750 }, contextLength: 1_048_576 },
  { id: 'gpt-4', ownedBy: 'openai', price: { prompt: 105_000, completion: 210_000 }, contextLength: 8_192 },
  { id: 'gpt-4o', ownedBy: 'openai', price: { prompt: 8_750, completion: 35_000 }, contextLength: 128_000 },
  { id: 'gpt-4o-mini', ownedBy: 'openai', price: { prompt: 525, completion: 2_100 } },
];

/** The price of a model in the list; fault models and unknown models cost `defaultPrice`. */
export function priceOf(id: string, models: readonly GatewayModel[] = defaultModels): Price {
  return models.find((model) => model.id === id)?.price ?? defaultPrice;
}

/** The cost of a request in whole millionths of a credit. */
export function costOf(price: Price, promptTokens: number, completionTokens: number, cachedTokens = 0): number {
  const { prompt, completion, cached = prompt } = price;
  return prompt * (promptTokens - cachedTokens) + cached * cachedTokens + completion * completionTokens;
}

/** The response of GET /models in OpenAI's format. */
export function modelList(models: readonly GatewayModel[], extraIds: readonly string[]): object {
  const listed = models.map((model) => ({
    id: model.id,
    object: 'model',
    created: 1_700_000_000,
    owned_by: model.ownedBy,
    ...(model.contextLength === undefined ? {} : { context_length: model.contextLength }),
  }));
  const extra = extraIds.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'gateway' }));
  return { object: 'list', data: [...listed, ...extra] };
}
