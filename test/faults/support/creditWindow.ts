// A window of G15 and G16, in a process of its own, told by messages what to send: its requests go to the gateway through the real
// meter, client and store. node creditWindow.ts FOLDER ID BASE_URL KEY TIME_SCALE
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { OpenCodexClient } from '../../../src/api/client.ts';
import { BudgetHeldError } from '../../../src/shared/budgetHeld.ts';
import { BalanceReader } from '../../../src/credits/balanceReader.ts';
import { Meter } from '../../../src/credits/meter.ts';
import { learnPrice } from '../../../src/credits/priceLearning.ts';
import type { BudgetLimits } from '../../../src/shared/ledger.ts';
import type { Purpose } from '../../../src/shared/purpose.ts';
import { ChatStore } from '../../../src/store/chatStore.ts';
import type { CreditNews, CreditOrder } from './creditPeer.ts';
import { builtStoreWorker } from '../../support/storeWorker.ts';

/** The documented default of max_tokens. */
const outputLimit = 4_096;
/** As many as the extension reads. */
const samplesPerModel = 40;

const [folder = '', windowId = '', baseUrl = '', key = '', timeScale = '1'] = process.argv.slice(2);
const { origin } = new URL(baseUrl);
const workerPath = builtStoreWorker();
const noLimits: BudgetLimits = { perMessage: 0, perChat: 0, perDay: 0, dayStart: 0 };

const say = (news: CreditNews): void => void process.send?.(news);
const store = new ChatStore({ workerPath, folder, windowId, onNews: () => undefined });
const client = new OpenCodexClient({ baseUrl, apiKey: () => Promise.resolve(key), transport: 'direct' });
let limits = noLimits;

const reader = new BalanceReader({
  ask: (signal) => client.readBalance({ signal }),
  address: () => baseUrl,
  ledger: store.ledger,
  listener: {
    balanceRead: () => Promise.resolve(),
    ledgerFailed: (error) => say({ type: 'failed', message: String(error) }),
  },
  wait: (ms, signal) => setTimeout(ms / Number(timeScale), undefined, { signal }),
});

const meter = new Meter({
  ledger: store.ledger,
  client: () => Promise.resolve(client),
  reader,
  policyOf: () => 'measure',
  origin: () => origin,
  limits: () => limits,
  priceOf: async (model) => learnPrice((await store.ledger.listSamples(origin, samplesPerModel)).get(model) ?? []),
  outputLimitOf: () => outputLimit,
  listener: {
    costSettled: ({ messageId = '' }: Purpose, cost) => say({ type: 'settled', mark: messageId, cost }),
    budgetUsed: () => undefined,
    ledgerFailed: (error) => say({ type: 'failed', message: String(error) }),
  },
  now: () => performance.now(),
  createId: () => randomUUID(),
});

async function send(order: Extract<CreditOrder, { type: 'send' }>): Promise<void> {
  const { mark, model, text, chatId, maxTokens, stopAfter } = order;
  const abort = new AbortController();
  let pieces = 0;
  let outcome = 'ended';
  limits = order.limits ?? noLimits;
  try {
    const request = { model, messages: [{ role: 'user', content: `${mark} ${text}` }] as const, maxTokens };
    const options = { feature: 'chat', chatId, messageId: mark, signal: abort.signal } as const;
    for await (const event of meter.streamChat(request, options)) {
      pieces += event.type === 'text-delta' ? 1 : 0;
      if (stopAfter !== undefined && pieces >= stopAfter) {
        abort.abort();
      }
    }
  } catch (error) {
    outcome = error instanceof BudgetHeldError ? 'held' : 'failed';
  }
  say({ type: 'ended', mark, outcome });
}

process.on('message', (order: CreditOrder) => {
  switch (order.type) {
    case 'send':
      void send(order);
      return;
    case 'settle':
      void meter.settled().then(() => say({ type: 'quiet' }));
      return;
    case 'close':
      void meter
        .settled()
        .then(() => Promise.all([client.close(), store.close()]))
        .then(() => process.disconnect());
      return;
  }
});
say({ type: 'quiet' });
