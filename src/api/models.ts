// Reads the list of models in the shapes that gateways use (wire.md section 4).
import type { Model, TokenPrice } from '../shared/gateway.ts';
import { isArray, isRecord, readDecimal, readRecord, readString, type JsonRecord } from '../shared/json.ts';
import { hasHidden } from '../shared/hiddenCharacters.ts';
import { limits } from '../shared/limits.ts';
import { plainDecimal } from './decimal.ts';

/** A context window of fewer or more tokens than these is a mistake of the gateway. */
const windowLimits = { least: 256, most: 100_000_000 } as const;
const outputLimits = { least: 1, most: windowLimits.most } as const;

/**
 * Each model once, in the gateway's order, from the first 5,000 entries (limits.ts); undefined where the body has no list. An entry
 * without a usable id is left out, and the others are kept. Never throws.
 */
export function readModels(body: unknown): readonly Model[] | undefined {
  const list = findList(body) ?? (isRecord(body) ? findList(body['data']) : undefined);
  if (list === undefined) {
    return undefined;
  }
  const models = new Map<string, Model>();
  for (const item of list.slice(0, limits.modelList.models)) {
    const model = readModel(isRecord(item) ? item : { id: item });
    if (model !== undefined && !models.has(model.id)) {
      models.set(model.id, model);
    }
  }
  return [...models.values()];
}

/** A bare array, or an array under `data` or `models`. `data: null` means an empty list. */
function findList(body: unknown): readonly unknown[] | undefined {
  if (isArray(body)) {
    return body;
  }
  if (!isRecord(body)) {
    return undefined;
  }
  const { data, models } = body;
  const lists = [data, models].filter(isArray);
  return lists.find((list) => list.length > 0) ?? lists[0] ?? (data === null ? [] : undefined);
}

/** llama.cpp and Ollama have entries without an `id`. */
function readModel(item: JsonRecord): Model | undefined {
  const id = item['id'] === undefined ? (readLabel(item, 'model') ?? readLabel(item, 'name')) : readLabel(item, 'id');
  if (id === undefined) {
    return undefined;
  }
  return { id, ...readNames(item, id), ...readLimits(item), ...readOffer(item) };
}

function readNames(item: JsonRecord, id: string): Pick<Model, 'name' | 'ownedBy'> {
  const name = readLabel(item, 'display_name') ?? readLabel(item, 'name');
  const ownedBy = readLabel(item, 'owned_by') ?? readLabel(item, 'organization');
  return {
    ...(name === undefined || name === id ? {} : { name }),
    ...(ownedBy === undefined ? {} : { ownedBy }),
  };
}

function readLimits(item: JsonRecord): Pick<Model, 'contextWindow' | 'maxOutputTokens'> {
  const contextWindow = readContextWindow(item);
  const maxOutputTokens = readMaxOutput(item);
  return {
    ...(contextWindow === undefined ? {} : { contextWindow }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  };
}

function readOffer(item: JsonRecord): Pick<Model, 'acceptsImages' | 'price'> {
  const acceptsImages = readAcceptsImages(item);
  const price = readPrice(readRecord(item, 'pricing') ?? {});
  return {
    ...(acceptsImages === undefined ? {} : { acceptsImages }),
    ...(price === undefined ? {} : { price }),
  };
}

/** A text that fits on one line of a menu and into a request; any other text is not a name. */
function readLabel(item: JsonRecord, key: string): string | undefined {
  const text = readString(item, key)?.trim();
  return text !== undefined && /^\P{C}{1,256}$/u.test(text) && !hasHidden(text) ? text : undefined;
}

const contextKeys = ['context_length', 'context_window', 'max_context_length', 'max_model_len', 'max_input_tokens'];

function readContextWindow(item: JsonRecord): number | undefined {
  return (
    firstCount(item, contextKeys, windowLimits) ??
    firstCount(readRecord(item, 'top_provider'), ['context_length'], windowLimits) ??
    firstCount(readRecord(item, 'limit'), ['context'], windowLimits)
  );
}

function readMaxOutput(item: JsonRecord): number | undefined {
  return (
    firstCount(item, ['max_output_tokens', 'max_completion_tokens'], outputLimits) ??
    firstCount(readRecord(item, 'top_provider'), ['max_completion_tokens'], outputLimits) ??
    firstCount(readRecord(item, 'limit'), ['output'], outputLimits)
  );
}

function firstCount(
  record: JsonRecord | undefined,
  keys: readonly string[],
  { least, most }: typeof windowLimits | typeof outputLimits,
): number | undefined {
  return (
    record &&
    keys
      .map((key) => readDecimal(record, key))
      .find((count) => count !== undefined && Number.isInteger(count) && count >= least && count <= most)
  );
}

/** Reads OpenRouter's `architecture`, models.dev's `modalities`, or the entry's own `input_modalities`; undefined where none is given. */
function readAcceptsImages(item: JsonRecord): boolean | undefined {
  const architecture = readRecord(item, 'architecture');
  const listed = [
    architecture?.['input_modalities'],
    readRecord(item, 'modalities')?.['input'],
    item['input_modalities'],
  ];
  const inputs =
    listed.find(isArray) ??
    readString(architecture ?? {}, 'modality')
      ?.split('->')[0]
      ?.split('+');
  return inputs?.includes('image');
}

/**
 * Reads OpenRouter's `pricing`, which is per token. Other gateways use other names and price a million tokens; those are not guessed at.
 */
function readPrice(pricing: JsonRecord): TokenPrice | undefined {
  const prompt = readAmount(pricing['prompt']);
  const completion = readAmount(pricing['completion']);
  return prompt === undefined && completion === undefined
    ? undefined
    : { ...(prompt === undefined ? {} : { prompt }), ...(completion === undefined ? {} : { completion }) };
}

/** A negative price is OpenRouter's sign for a price that varies, so it is not read. */
function readAmount(value: unknown): string | undefined {
  const text = typeof value === 'number' && value >= 0 && value < 1e6 ? plainDecimal(value) : value;
  return typeof text === 'string' && /^\d{1,20}(?:\.\d{1,40})?$/.test(text) ? text : undefined;
}
