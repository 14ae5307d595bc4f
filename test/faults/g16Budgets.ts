// G16: eight requests at once from two windows against a budget: never more is spent than it allows where prices are known, and by one
// request at most where they are not.
import type { BudgetLimits } from '../../src/shared/ledger.ts';
import { demoKey, instant, startGateway, type Gateway } from '../gateway/gateway.ts';
import type { Goal, GoalRun } from './goal.ts';
import { CreditPeer } from './support/creditPeer.ts';
import { withFolder } from './support/storeFolders.ts';

const timeScale = 20;
const atOnce = 8;
/** Of both kinds of token, in micros. */
const price = { prompt: 1_000, completion: 4_000 };
const knownModel = 'known';

export const g16: Goal = {
  name: 'G16',
  async run(run) {
    const gateway = await startGateway({
      ...instant,
      models: [{ id: knownModel, ownedBy: 'test', price }],
      acceptAnyModel: true,
      keys: { [demoKey]: { state: 'active', credits: 1e9 } },
      answer: ({ messages }) => ({
        text: 'word'.repeat(Number(/(\d+) words/.exec(JSON.stringify(messages))?.[1] ?? 9)),
      }),
    });
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
  await learn(peers, gateway);
  const rounds = run.size(500, 30);
  for (let round = 0; round < rounds; round += 1) {
    const isKnown = run.random.chance(0.6);
    // Where the gateway tells no cost, parallel requests are settled by the learned price.
    gateway.configure({ reportCost: !isKnown || run.random.chance(0.5) });
    await run.try(
      () => `round ${round}, price ${isKnown ? 'known' : 'unknown'}`,
      () => runRound(round, isKnown, peers, gateway, run),
    );
    gateway.journal.clear();
  }
  await Promise.all(peers.map((peer) => peer.close()));
  for (const { id, failures } of peers) {
    if (failures.length > 0) {
      run.fail(`window ${id}`, new Error(failures.join('\n')));
    }
  }
}

/** Enough requests of different sizes for a price that is exact. */
async function learn([peer]: readonly CreditPeer[], gateway: Gateway): Promise<void> {
  gateway.configure({ reportCost: true });
  for (let index = 0; index < 8; index += 1) {
    const text = `${5 + 17 * index} words ${'x'.repeat(31 * index * index)}`;
    await peer?.send({ mark: `#learn${index}`, model: knownModel, text, chatId: 'learning' });
    await peer?.settle();
  }
}

async function runRound(
  round: number,
  isKnown: boolean,
  peers: readonly CreditPeer[],
  gateway: Gateway,
  { random }: GoalRun,
): Promise<void> {
  const before = gateway.credits(demoKey);
  // Where the gateway tells neither cost nor balance, nothing can be counted, so nothing more may leave.
  const isBlind = !isKnown && random.chance(0.5);
  if (isBlind) {
    gateway.configure({ reportCost: false, balanceShape: 'unknown' });
  }
  const scope = random.below(2) === 0 ? 'perChat' : 'perDay';
  const limits = limitsOf(scope, isBlind ? 1 : 500_000 + random.below(3_000_000));
  const limit = Math.max(limits.perChat, limits.perDay);
  const model = isKnown ? knownModel : `unknown-${round}`;
  await Promise.all(
    random.list(atOnce, (index) => {
      const maxTokens = random.chance(0.8) ? 20 + random.below(300) : undefined;
      const text = `${1 + random.below(400)} words ${'Some text. '.repeat(random.below(40))}`;
      const order = { mark: `#${round}-${index}`, model, text, chatId: `chat-${round}`, maxTokens, limits };
      return peers[index % peers.length]?.send(order) ?? Promise.resolve();
    }),
  );
  await Promise.all(peers.map((peer) => peer.settle()));
  if (isBlind) {
    const order = { mark: `#${round}-${atOnce}`, model, text: '9 words', chatId: `chat-${round}`, limits };
    await peers[0]?.send(order);
    gateway.configure({ balanceShape: 'plain' });
  }
  const spent = Math.round((before - gateway.credits(demoKey)) * 1e6);
  const costs = gateway.journal.entries.map(({ chargedMicros }) => chargedMicros);
  const allowed = isKnown ? limit : limit + Math.max(0, ...costs);
  if (spent > allowed) {
    throw new Error(`${spent} of ${limit} micros were spent, by ${costs.filter((cost) => cost > 0).length} requests.`);
  }
  const outcomes = peers.flatMap((peer) => [...peer.outcomes].filter(([mark]) => mark.startsWith(`#${round}-`)));
  if (outcomes.length !== atOnce + (isBlind ? 1 : 0) || outcomes.some(([, outcome]) => outcome === 'failed')) {
    throw new Error(`Not all requests ended well or were held back: ${JSON.stringify(outcomes)}`);
  }
  if (!isKnown && outcomes.every(([, outcome]) => outcome === 'held')) {
    throw new Error('One request at a time may leave, and none did.');
  }
}

function limitsOf(scope: 'perChat' | 'perDay', micros: number): BudgetLimits {
  return { perMessage: 0, perChat: 0, perDay: 0, dayStart: Date.now(), [scope]: micros };
}
