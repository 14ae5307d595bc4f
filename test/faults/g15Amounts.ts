// G15: what the ledger says that requests cost, against the gateway's own books: mixed requests in two windows, the second half of
// them while another program spends from the same account.
import { learnPrice } from '../../src/credits/priceLearning.ts';
import type { Cost } from '../../src/shared/credits.ts';
import { demoKey, instant, startGateway, type Gateway } from '../gateway/gateway.ts';
import type { JournalEntry } from '../gateway/journal.ts';
import type { GatewayModel } from '../gateway/models.ts';
import type { Goal, GoalRun } from './goal.ts';
import type { Random } from './random.ts';
import { CreditPeer } from './support/creditPeer.ts';
import { withFolder, withStore } from './support/storeFolders.ts';

/** The waits between readings of the balance are so many times shorter: this gateway charges at once. */
const timeScale = 10;

/** One that rounds to nothing in particular, one with a cheap cache, and two usual ones. */
const models: readonly GatewayModel[] = [
  { id: 'odd', ownedBy: 'test', price: { prompt: 137, completion: 1_093 } },
  { id: 'cached', ownedBy: 'test', price: { prompt: 2_000, completion: 8_000, cached: 500 } },
  { id: 'dear', ownedBy: 'test', price: { prompt: 52_500, completion: 262_500 } },
];

/** By then a price must be known to within 5 %. */
const requestsToLearn = 20;
const priceTolerance = 0.05;

interface Sent {
  readonly mark: string;
  readonly model: string;
  readonly isStopped: boolean;
  readonly isForeign: boolean;
  readonly peer: CreditPeer;
}

export const g15: Goal = {
  name: 'G15',
  async run(run) {
    const gateway = await startGateway({ ...instant, models, keys: { [demoKey]: { state: 'active', credits: 1e6 } } });
    try {
      await withFolder((folder) => runIn(folder, gateway, run));
    } finally {
      await gateway.close();
    }
  },
};

async function runIn(folder: string, gateway: Gateway, run: GoalRun): Promise<void> {
  const { baseUrl } = gateway;
  const peers = await Promise.all(
    ['one', 'two'].map((id) => CreditPeer.start({ folder, id, baseUrl, key: demoKey, timeScale })),
  );
  const half = run.size(100, 16);
  const sent = await sendMixed(peers, gateway, run.random, half, false);
  await run.try(
    () => 'the prices that were learned',
    () => checkPrices(folder, gateway, sent),
  );
  sent.push(...(await sendMixed(peers, gateway, run.random, half, true)));
  await Promise.all(peers.map((peer) => peer.close()));
  const entries = new Map(
    gateway.journal.entries
      .filter(({ path }) => path.endsWith('/chat/completions'))
      .map((entry) => [markOf(entry), entry] as const),
  );
  const known = new Set<string>();
  for (const one of sent) {
    const entry = entries.get(one.mark);
    const cost = one.peer.costs.get(one.mark);
    await run.try(
      () => `${one.mark}: ${JSON.stringify({ ...one, peer: one.peer.id, cost, charged: entry?.chargedMicros })}`,
      () => checkCost(one, cost, entry, [...entries.values()], known),
    );
  }
  for (const { id, failures } of peers) {
    await run.try(
      () => `window ${id}`,
      () => {
        if (failures.length > 0) {
          throw new Error(failures.join('\n'));
        }
      },
    );
  }
}

/** One after the other, now and then two at once, sometimes sooner than the one before is settled. */
async function sendMixed(
  peers: readonly CreditPeer[],
  gateway: Gateway,
  random: Random,
  count: number,
  isForeign: boolean,
): Promise<Sent[]> {
  const sent: Sent[] = [];
  while (sent.length < count) {
    const atOnce = random.chance(0.15) ? 2 : 1;
    const batch = random.list(atOnce, (index): Sent => {
      const number = sent.length + index;
      const peer = random.pick(peers);
      const { id: model } = models[number % models.length] ?? { id: 'odd' };
      return { mark: `#${isForeign ? 'f' : 'c'}${number}`, model, isStopped: random.chance(0.08), isForeign, peer };
    });
    sent.push(...batch);
    await Promise.all(
      batch.map(async ({ mark, model, isStopped, peer }) => {
        gateway.configure({ ...instant, cachedShare: random.pick([0, 0.3, 0.7]), answer: answerOf(random) });
        if (isForeign && random.chance(0.6)) {
          await spendForeign(gateway, random);
        }
        const text = 'Tell me more. '.repeat(1 + random.below(60));
        await peer.send({ mark, model, text, chatId: 'chat', stopAfter: isStopped ? 2 : undefined });
      }),
    );
    if (random.chance(0.9)) {
      await Promise.all(peers.map((peer) => peer.settle()));
    }
  }
  await Promise.all(peers.map((peer) => peer.settle()));
  return sent;
}

function answerOf(random: Random): () => { readonly text: string } {
  const words = 5 + random.below(400);
  return () => ({ text: 'some words and more '.repeat(words) });
}

/** Another program with the same key. */
async function spendForeign(gateway: Gateway, random: Random): Promise<void> {
  const { id: model } = random.pick(models);
  const content = `foreign ${'x'.repeat(random.below(40))}`;
  const response = await fetch(`${gateway.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${demoKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content }], max_tokens: 1 + random.below(5) }),
  });
  await response.text();
}

async function checkPrices(folder: string, { baseUrl }: Gateway, sent: readonly Sent[]): Promise<void> {
  const samples = await withStore(folder, (store) => store.ledger.listSamples(new URL(baseUrl).origin, 40));
  for (const { id, price } of models) {
    const learned = learnPrice(samples.get(id) ?? []);
    const requests = sent.filter(({ model }) => model === id).length;
    if (requests < requestsToLearn) {
      continue;
    }
    const pairs = [
      ['input', learned?.input.microsPerToken, price.prompt],
      ['cached input', learned?.cachedInput.microsPerToken, price.cached ?? price.prompt],
      ['output', learned?.output.microsPerToken, price.completion],
    ] as const;
    for (const [name, found, real] of pairs) {
      if (found === undefined || Math.abs(found - real) > priceTolerance * real) {
        throw new Error(`${id}: the ${name} price is ${real}; learned was ${String(found)} from ${requests} requests.`);
      }
    }
  }
}

function checkCost(
  one: Sent,
  cost: Cost | undefined,
  entry: JournalEntry | undefined,
  all: readonly JournalEntry[],
  known: Set<string>,
): void {
  if (!entry || !cost) {
    throw new Error(entry ? 'It was never settled.' : 'The gateway knows nothing of it.');
  }
  const { source, micros } = cost;
  const real = entry.chargedMicros;
  switch (source) {
    case 'measured':
      require(micros === real, `It is said to be measured, and the gateway charged ${real}.`);
      require(!all.some((other) => isOurs(other) && overlaps(entry, other)), 'It was measured, and did not run alone.');
      known.add(one.model);
      return;
    case 'unconfirmed':
      require(one.isForeign || micros === real, `It is said to be measured, and the gateway charged ${real}.`);
      require(one.isStopped || !known.has(one.model), 'A price was known by which it could have been checked.');
      return;
    case 'about': {
      const isOff = Math.abs((micros ?? 0) - real) > Math.max(1, priceTolerance * real);
      require(one.isStopped || !known.has(one.model) || !isOff, `By a known price, and the gateway charged ${real}.`);
      return;
    }
    case 'unknown':
      require(micros === undefined, 'An unknown cost has a figure.');
      return;
    case 'gateway':
      throw new Error('This gateway told no cost.');
  }
}

function require(isSo: boolean, otherwise: string): void {
  if (!isSo) {
    throw new Error(otherwise);
  }
}

function overlaps(one: JournalEntry, other: JournalEntry): boolean {
  return other !== one && other.receivedAt < (one.endedAt ?? 0) && one.receivedAt < (other.endedAt ?? 0);
}

function isOurs(entry: JournalEntry): boolean {
  return markOf(entry).startsWith('#');
}

function markOf({ body }: JournalEntry): string {
  const { messages } = body as { readonly messages: readonly { readonly content: string }[] };
  return messages.at(-1)?.content.split(' ', 1)[0] ?? '';
}
