// Reads the whole list of models, page after page where the gateway gives it in pages (wire.md section 4).
import type { Log, Model } from '../shared/gateway.ts';
import { isRecord, readRecord, readString } from '../shared/json.ts';
import { limits } from '../shared/limits.ts';
import { ApiError, errorInBody } from './errors.ts';
import { readModels } from './models.ts';
import type { JsonReply } from './readJson.ts';

const modelsPath = '/models';

export interface ModelListOptions {
  readonly baseUrl: string;
  /** Reads the JSON at a path below the base URL. */
  readonly read: (path: string) => Promise<JsonReply>;
  readonly log: Log | undefined;
}

/**
 * Each model once, in the gateway's order, at most 5,000 (limits.ts). Throws ApiError, or what `read` throws, where the first page fails.
 * Where a later page fails with an ApiError, the models before it are given.
 */
export async function readModelList({ baseUrl, read, log }: ModelListOptions): Promise<readonly Model[]> {
  const first = await read(modelsPath);
  const models = new Map(modelsOf(first).map((model) => [model.id, model]));
  const { models: most, pages: mostPages } = limits.modelList;
  let next = nextPath(first.body, baseUrl);
  for (let pages = 1; next !== undefined && pages < mostPages && models.size < most; pages += 1) {
    try {
      const page = await read(next);
      const added = modelsOf(page)
        .filter(({ id }) => !models.has(id))
        .slice(0, most - models.size);
      added.forEach((model) => models.set(model.id, model));
      // A page without new models means that the links lead in a circle.
      next = added.length === 0 ? undefined : nextPath(page.body, baseUrl);
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) {
        throw thrown;
      }
      log?.warn(`Page ${pages + 1} of the model list could not be read: ${thrown.kind}. The list is shorter.`);
      next = undefined;
    }
  }
  if (models.size >= most) {
    log?.warn(`The list of models is cut off after ${most}.`);
  }
  return [...models.values()];
}

/** The models of one page. Models beside an error count; an empty list beside an error does not. Throws ApiError. */
function modelsOf({ body, context }: JsonReply): readonly Model[] {
  const models = readModels(body);
  if (models !== undefined && models.length > 0) {
    return models;
  }
  const said = isRecord(body) ? errorInBody(body, { ...context, status: undefined }) : undefined;
  if (said !== undefined || models === undefined) {
    throw said ?? new ApiError('server', 'The list of models could not be read.', { code: 'unreadable-answer' });
  }
  return models;
}

/**
 * The next page, as a path below the base URL. Only the query of OpenRouter's `links.next` is used, and only where the link leads to a
 * list of models of the same origin: a response must never choose where the key is sent.
 */
function nextPath(body: unknown, baseUrl: string): string | undefined {
  const link = isRecord(body) ? readString(readRecord(body, 'links') ?? {}, 'next') : undefined;
  const here = URL.parse(baseUrl);
  const there = link === undefined || here === null ? null : URL.parse(link, here.href.replace(/\/*$/, modelsPath));
  const isList = there !== null && there.origin === here?.origin && there.pathname.endsWith(modelsPath);
  return isList && there.search !== '' ? modelsPath + there.search : undefined;
}
