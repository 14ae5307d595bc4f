// A ledger as a busy user would have it, the same at every run: for the Spend page's tests and pictures.
import type { Cost, Feature, LedgerEntry } from '../../../src/shared/credits.ts';

const models = ['deepseek-chat', 'claude-sonnet-4.5', 'qwen3-coder-plus', 'gpt-5-mini', 'gemini-2.5-flash'] as const;
/** Micros for a token sent and received. */
const prices = [0.3, 4.2, 0.8, 0.6, 0.4] as const;
const workspaces = [
  { id: 'file:///home/sari/toko-online', name: 'toko-online' },
  { id: 'file:///home/sari/数据平台', name: '数据平台' },
  { id: 'file:///home/sari/payments-service', name: 'payments-service' },
] as const;
const features: readonly Feature[] = ['chat', 'chat', 'chat', 'chat', 'explain', 'refactor', 'refactor', 'diagnose'];
const outcomes = ['stop', 'stop', 'stop', 'stop', 'stop', 'stop', 'stop', 'stopped', 'length', 'rate-limited'] as const;

/** `count` requests over the 90 days before `now`, the newest first. */
export function busyLedger(count: number, now: number): LedgerEntry[] {
  const random = createRandom(7);
  const pick = <Item>(items: readonly Item[], weight = 1): Item =>
    items[Math.floor(random() ** weight * items.length)] as Item;
  return Array.from({ length: count }, (_, index): LedgerEntry => {
    const model = pick(models, 1.6);
    const promptTokens = Math.round(400 + random() ** 3 * 40_000);
    const completionTokens = Math.round(50 + random() ** 2 * 3_000);
    const outcome = pick(outcomes);
    const startedAt = startOf(index, count, now, random);
    const micros = Math.round((promptTokens + completionTokens * 4) * (prices[models.indexOf(model)] ?? 1));
    const isFailed = outcome === 'rate-limited';
    const workspace = random() < 0.05 ? undefined : pick(workspaces, 1.5);
    return {
      id: `request-${index}`,
      origin: 'https://opencodex.hk',
      model,
      feature: pick(features),
      ...(workspace && { workspace }),
      startedAt,
      endedAt: startedAt + 8_000,
      outcome,
      ...(!isFailed && {
        firstTextMs: Math.round(200 + random() ** 2 * 4_000),
        promptTokens,
        cachedTokens: Math.round(promptTokens * random() * 0.6),
        completionTokens,
      }),
      attempts: isFailed ? 3 : random() < 0.04 ? 2 : 1,
      cost: isFailed ? { source: 'measured', micros: 0 } : costOf(micros, random()),
    };
  }).sort((a, b) => b.startedAt - a.startedAt);
}

/** More of them at work than at the weekend, and more lately than before. */
function startOf(index: number, count: number, now: number, random: () => number): number {
  const time = now - (index / count) ** 1.2 * 89.9 * 86_400_000 - random() * 3_600_000;
  const isWeekend = [0, 6].includes(new Date(time).getDay());
  return Math.round(isWeekend && random() < 0.8 ? time - 2 * 86_400_000 : time);
}

function costOf(micros: number, chance: number): Cost {
  if (chance < 0.55) {
    return { source: 'measured', micros };
  }
  if (chance < 0.75) {
    return { source: 'gateway', micros };
  }
  if (chance < 0.93) {
    return { source: 'about', micros, doubt: 'shared' };
  }
  return chance < 0.97 ? { source: 'unconfirmed', micros } : { source: 'unknown', doubt: 'no-balance' };
}

/** https://en.wikipedia.org/wiki/Linear_congruential_generator */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
