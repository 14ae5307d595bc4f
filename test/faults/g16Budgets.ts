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
  gateway.journal.clear();
  const rounds = run.size(500, 20);
  for (let round = 0; round < rounds; round += 1) {
    const isKnown = run.random.chance(0.6);
    const isBlind = !isKnown && run.random.chance(0.5);
    // Where the gateway tells no cost, parallel requests are settled by the learned price.
    gateway.configure({ reportCost: !isKnown || run.random.chance(0.5) });
    await run.try(
      () => `round ${round}, ${isBlind ? 'nothing' : isKnown ? 'price' : 'no price'} known`,
      () => (isBlind ? runBlindRound(round, peers, gateway, run) : runRound(round, isKnown, peers, gateway, run)),
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
  const limits = limitsOf(random.below(2) === 0 ? 'perChat' : 'perDay', 500_000 + random.below(3_000_000));
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
  const costs = gateway.journal.entries.map(({ chargedMicros }) => chargedMicros);
  expectWithin(isKnown ? limit : limit + Math.max(0, ...costs), before, gateway);
  const outcomes = outcomesOf(round, peers);
  if (outcomes.length !== atOnce || outcomes.includes('failed')) {
    throw new Error(`Not all requests ended well or were held back: ${JSON.stringify(outcomes)}`);
  }
  if (!isKnown && outcomes.every((outcome) => outcome === 'held')) {
    throw new Error('One request at a time may leave, and none did.');
  }
}

/** The gateway tells neither cost nor balance: after one request nothing more may leave, in no window. */
async function runBlindRound(
  round: number,
  peers: readonly CreditPeer[],
  gateway: Gateway,
  { random }: GoalRun,
): Promise<void> {
  gateway.configure({ reportCost: false, balanceShape: 'unknown' });
  const limits = limitsOf(random.below(2) === 0 ? 'perChat' : 'perDay', 1);
  const sent = 3;
  for (let index = 0; index < sent; index += 1) {
    const order = {
      mark: `#${round}-${index}`,
      model: `blind-${round}`,
      text: '9 words',
      chatId: `chat-${round}`,
      limits,
    };
    await peers[index % peers.length]?.send(order);
    await Promise.all(peers.map((peer) => peer.settle()));
  }
  gateway.configure({ balanceShape: 'plain' });
  const held = outcomesOf(round, peers).filter((outcome) => outcome === 'held').length;
  const answered = gateway.journal.entries.filter(({ chargedMicros }) => chargedMicros > 0).length;
  if (held !== sent - 1 || answered !== 1) {
    throw new Error(`${answered} requests were answered, and ${held} held back.`);
  }
}

function expectWithin(allowed: number, before: number, gateway: Gateway): void {
  const spent = Math.round((before - gateway.credits(demoKey)) * 1e6);
  if (spent > allowed) {
    throw new Error(`${spent} of ${allowed} micros were spent.`);
  }
}

function outcomesOf(round: number, peers: readonly CreditPeer[]): readonly string[] {
  return peers
    .flatMap((peer) => [...peer.outcomes].filter(([mark]) => mark.startsWith(`#${round}-`)))
    .map(([, outcome]) => outcome);
}

function limitsOf(scope: 'perChat' | 'perDay', micros: number): BudgetLimits {
  return { perMessage: 0, perChat: 0, perDay: 0, dayStart: Date.now(), [scope]: micros };
}
