// The list of models in the shapes that gateways use (wire.md section 4).
import type { Model } from '../shared/gateway.ts';
import { isArray, isRecord, readDecimal, readRecord, readString, type JsonRecord } from '../shared/json.ts';

/** The models, each once, in the gateway's order; undefined where the body holds no list. Never throws. */
export function readModels(body: unknown): readonly Model[] | undefined {
  const list = findList(body);
  if (list === undefined) {
    return undefined;
  }
  const models = new Map<string, Model>();
  for (const item of list) {
    const model = readModel(item);
    if (model !== undefined && !models.has(model.id)) {
      models.set(model.id, model);
    }
  }
  return [...models.values()];
}

/** A bare array, or one under `data` or `models`; `data: null` is a list of none. */
function findList(body: unknown): readonly unknown[] | undefined {
  if (isArray(body)) {
    return body;
  }
  if (!isRecord(body)) {
    return undefined;
  }
  const { data, models } = body;
  if (isArray(data)) {
    return data;
  }
  if (isArray(models)) {
    return models;
  }
  return data === null ? [] : isRecord(data) ? findList(data) : undefined;
}

function readModel(item: unknown): Model | undefined {
  const record = isRecord(item) ? item : { id: item };
  const id = firstString(record, ['id', 'model', 'name']);
  return id === undefined ? undefined : { id, ...readNames(record, id), ...readLimits(record) };
}

function readNames(item: JsonRecord, id: string): Pick<Model, 'name' | 'ownedBy'> {
  const name = firstString(item, ['display_name', 'name']);
  const ownedBy = firstString(item, ['owned_by', 'organization']);
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

function firstString(record: JsonRecord, keys: readonly string[]): string | undefined {
  return keys.map((key) => readString(record, key)).find((text) => text !== undefined && text.trim() !== '');
}

const contextKeys = ['context_length', 'context_window', 'max_context_length', 'max_model_len', 'max_input_tokens'];

function readContextWindow(item: JsonRecord): number | undefined {
  return (
    firstCount(item, contextKeys) ??
    firstCount(readRecord(item, 'top_provider'), ['context_length']) ??
    firstCount(readRecord(item, 'limit'), ['context'])
  );
}

function readMaxOutput(item: JsonRecord): number | undefined {
  return (
    firstCount(item, ['max_output_tokens', 'max_completion_tokens']) ??
    firstCount(readRecord(item, 'top_provider'), ['max_completion_tokens']) ??
    firstCount(readRecord(item, 'limit'), ['output'])
  );
}

function firstCount(record: JsonRecord | undefined, keys: readonly string[]): number | undefined {
  return record && keys.map((key) => readDecimal(record, key)).find((count) => count !== undefined && count > 0);
}
