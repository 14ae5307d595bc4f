// The documented routes. Each requires a key if the settings say so; every other path is a 404.
import { type Account } from './accounts.ts';
import { balanceReply } from './balance.ts';
import { completeChat } from './completions.ts';
import { type Exchange, findFault, respondWithFault, sendReply } from './exchange.ts';
import { faultNames } from './faults/table.ts';
import { modelList } from './models.ts';
import { notFound, Refusal, type Reply } from './reply.ts';
import type { RouteName } from './settings.ts';

export const basePath = '/api/v1';

type Route = (exchange: Exchange, account: Account) => Promise<void>;

const routes = new Map<string, Route>([
  [`POST ${basePath}/chat/completions`, completeChat],
  [`GET ${basePath}/models`, reading('models', listModels)],
  [`GET ${basePath}/balance`, reading('balance', readBalance)],
]);

/** @throws Refusal; AbortError when the client disconnects. */
export async function route(exchange: Exchange, pathname: string): Promise<void> {
  const { state, request } = exchange;
  const found = routes.get(`${request.method ?? ''} ${pathname}`);
  if (found === undefined) {
    throw new Refusal(notFound(`Not found: ${request.method ?? ''} ${pathname}`, 'not_found'));
  }
  await found(exchange, state.accounts.authorize(request.headers.authorization, state.settings.requireKey));
}

function reading(name: RouteName, read: (exchange: Exchange, account: Account) => Reply): Route {
  return async (exchange, account) => {
    if (!(await respondWithFault(exchange, findFault(exchange, name)))) {
      sendReply(exchange.response, read(exchange, account));
    }
  };
}

function listModels({ state }: Exchange): Reply {
  const { models, listFaults } = state.settings;
  return { status: 200, body: modelList(models, listFaults ? faultNames : []) };
}

function readBalance({ state }: Exchange, account: Account): Reply {
  return balanceReply(state.settings.balanceShape, account);
}
