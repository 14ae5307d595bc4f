// Every paid request goes through here: budgets before it leaves, the ledger around it, and afterwards what it cost.
import type { Cost, CostDoubt } from '../shared/credits.ts';
import type { ChatRequest, TurnEvent } from '../shared/gateway.ts';
import type { BudgetHold, BudgetLimits, RequestStanding, RequestStart, Settlement } from '../shared/ledger.ts';
import type { Purpose } from '../shared/purpose.ts';
import { BudgetHeldError } from '../shared/budgetHeld.ts';
import { estimateCost, judge, readingDelaysMs } from './measurement.ts';
import { toMicros } from '../shared/money.ts';
import { PaidRequest } from './paidRequest.ts';
import type { MeterPorts, PaidClient } from './ports.ts';
import type { LearnedPrice } from '../shared/modelFacts.ts';
import type { TurnClient } from '../turn/runTurn.ts';
import { TurnRecord } from '../turn/turnRecord.ts';
import { worstCost } from './worstCase.ts';

interface PaidOptions extends Purpose {
  readonly signal: AbortSignal;
}

export class Meter implements TurnClient {
  readonly #ports: MeterPorts;
  readonly #disposal = new AbortController();
  readonly #settling = new Set<Promise<void>>();

  constructor(ports: MeterPorts) {
    this.#ports = ports;
  }

  /**
   * Streams an answer as the client does. Throws BudgetHeldError, before anything is sent, where a budget is in the way; what it
   * cost is told to the listener some time after the end.
   */
  streamChat(request: ChatRequest, options: PaidOptions): AsyncIterable<TurnEvent> {
    return this.#stream(request, options, this.#ports.client);
  }

  /** The same, by another client than the usual one. */
  through(client: PaidClient): TurnClient {
    return { streamChat: (request, options) => this.#stream(request, options, () => Promise.resolve(client)) };
  }

  /** Resolves once it is known of every request that has ended what it cost. */
  async settled(): Promise<void> {
    await Promise.all(this.#settling);
  }

  dispose(): void {
    this.#disposal.abort();
  }

  async *#stream(
    request: ChatRequest,
    { signal, ...purpose }: PaidOptions,
    clientOf: MeterPorts['client'],
  ): AsyncGenerator<TurnEvent, void> {
    const paid = await this.#begin(request, purpose);
    try {
      const client = await clientOf();
      paid.hasLeft = !signal.aborted;
      for await (const event of client.streamChat(paid.record.request, { signal })) {
        paid.record.take(event);
        if (event.type === 'retry') {
          await this.#reserveAgain(paid);
        }
        yield event;
      }
      paid.record.end(signal);
    } catch (error) {
      paid.record.fail(error, signal);
      throw error;
    } finally {
      this.#settle(paid);
    }
  }

  async #begin(request: ChatRequest, purpose: Purpose): Promise<PaidRequest> {
    const { origin, limits, priceOf, outputLimitOf, createId, now } = this.#ports;
    const budgets = limits();
    const price = await priceOf(request.model).catch(() => undefined);
    // What is reserved holds only where the answer cannot be longer.
    const bounded = isLimited(budgets)
      ? { ...request, maxTokens: request.maxTokens ?? outputLimitOf(request.model) }
      : request;
    const start: RequestStart = {
      id: createId(),
      origin: origin(),
      model: request.model,
      ...purpose,
      worstMicros: price && worstCost(bounded, price, outputLimitOf(request.model)),
    };
    const isKept = await this.#reserve(start, budgets);
    return new PaidRequest({ start, purpose, isKept, record: new TurnRecord(bounded, now) });
  }

  /** False where nothing can be written down, and no budget depends on it. */
  async #reserve(start: RequestStart, budgets: BudgetLimits): Promise<boolean> {
    let hold: BudgetHold | undefined;
    try {
      hold = await this.#ports.ledger.beginRequest(start, budgets);
    } catch (error) {
      this.#ports.listener.ledgerFailed(error);
      if (isLimited(budgets) && start.isApproved !== true) {
        throw new BudgetHeldError({ reason: 'no-ledger' });
      }
      return false;
    }
    if (hold) {
      throw new BudgetHeldError(hold);
    }
    return true;
  }

  /** A retry may cost as much as the attempt before it. */
  async #reserveAgain({ start, isKept }: PaidRequest): Promise<void> {
    const hold = isKept ? await this.#ports.ledger.retryRequest(start, this.#ports.limits()) : undefined;
    if (hold) {
      throw new BudgetHeldError(hold);
    }
  }

  #settle(paid: PaidRequest): void {
    const job = this.#findCost(paid)
      .catch((error: unknown) => {
        if (!this.#disposal.signal.aborted) {
          this.#ports.listener.ledgerFailed(error);
        }
      })
      .finally(() => this.#settling.delete(job));
    this.#settling.add(job);
  }

  async #findCost(paid: PaidRequest): Promise<void> {
    const { start, purpose, statedCost, isKept } = paid;
    const isMeasured = this.#ports.policyOf(purpose.feature) === 'measure';
    const end = { ...paid.end, isAwaited: isMeasured || paid.isRefused };
    const standing = isKept ? await this.#ports.ledger.endRequest(start.id, end) : undefined;
    const stated = statedCost === undefined ? undefined : toMicros(statedCost);
    if (stated !== undefined) {
      await this.#conclude(paid, { cost: { source: 'gateway', micros: stated }, isMeasured: false });
    }
    if (isMeasured) {
      await this.#measure(paid, standing, stated);
    } else if (stated === undefined) {
      await this.#estimate(paid, 'not-measured');
    }
  }

  /** Where the gateway has stated the cost, this is for the next request, which may be stopped and then has no stated cost. */
  async #measure(paid: PaidRequest, standing: RequestStanding | undefined, stated: number | undefined): Promise<void> {
    const base = standing?.isAlone === true ? standing.baseMicros : undefined;
    if (stated !== undefined) {
      await this.#readToRest(paid, base === undefined ? undefined : base - stated);
    } else if (base !== undefined) {
      await this.#compare(paid, base);
    } else {
      await this.#estimateAndRead(paid, standing?.isAlone === false ? 'shared' : 'no-balance');
    }
  }

  /** Reads the balance until it tells what the request cost. */
  async #compare(paid: PaidRequest, baseMicros: number): Promise<void> {
    const { tokens, estimatedTokens: received } = paid;
    const price = await this.#priceOf(paid);
    const readings: number[] = [];
    const { reader, origin } = this.#ports;
    for (const delay of readingDelaysMs) {
      const reading = await reader.read(this.#disposal.signal, delay);
      // With another address meanwhile, it is the balance of another account.
      if (reading === undefined || origin() !== paid.start.origin) {
        return this.#estimateAndRead(paid, 'no-balance');
      }
      readings.push(reading);
      const judgement = judge({ baseMicros, readings, tokens, received, price });
      if (judgement.kind === 'settled') {
        const { differenceMicros, isAtRest } = judgement;
        const cost = paid.isRefused && judgement.cost.micros !== 0 ? refused('disagreement') : judgement.cost;
        const remainingMicros = isAtRest ? reading : undefined;
        const isSettled = await this.#conclude(paid, { cost, isMeasured: true, differenceMicros, remainingMicros });
        return isSettled ? undefined : this.#estimateAndRead(paid, 'shared');
      }
    }
  }

  /** For a request that could not be measured. */
  async #estimate(paid: PaidRequest, doubt: CostDoubt): Promise<void> {
    const cost = paid.isRefused
      ? refused(doubt)
      : estimateCost(paid.tokens ?? paid.estimatedTokens, await this.#priceOf(paid), doubt);
    await this.#conclude(paid, { cost, isMeasured: false });
  }

  async #estimateAndRead(paid: PaidRequest, doubt: CostDoubt): Promise<void> {
    await this.#estimate(paid, doubt);
    await this.#readToRest(paid);
  }

  /** As it is known by now. */
  #priceOf({ start: { model } }: PaidRequest): Promise<LearnedPrice | undefined> {
    return this.#ports.priceOf(model).catch(() => undefined);
  }

  async #conclude(paid: PaidRequest, settlement: Settlement): Promise<boolean> {
    const { ledger, limits, listener } = this.#ports;
    const { start, isKept, purpose } = paid;
    const { cost } = settlement;
    if (isKept && !(await ledger.settleRequest(start.id, settlement))) {
      return false;
    }
    listener.costSettled(purpose, cost);
    const uses = isKept && cost.micros !== undefined ? await ledger.readBudgets(start, limits()) : [];
    for (const use of uses) {
      listener.budgetUsed(use, use.spentMicros - (cost.micros ?? 0));
    }
    return true;
  }

  /** The base for the next request. While others run, the last of them does this. */
  async #readToRest({ isKept, estimatedTokens }: PaidRequest, expected?: number): Promise<void> {
    const { reader } = this.#ports;
    const { signal } = this.#disposal;
    if (isKept) {
      await reader.readToRest({ expected, isCharged: estimatedTokens !== undefined, signal });
    } else {
      await reader.read(signal);
    }
  }
}

/** What the gateway turned away was not charged, whatever the balance says: that was somebody else. */
function refused(doubt: CostDoubt): Cost {
  return { source: 'about', micros: 0, doubt };
}

function isLimited({ perMessage, perChat, perDay }: BudgetLimits): boolean {
  return perMessage + perChat + perDay > 0;
}
