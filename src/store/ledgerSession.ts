// The ledger inside the store's worker. Each call is one transaction.
import type { LedgerEntry } from '../shared/credits.ts';
import type {
  BalanceReading,
  BudgetHold,
  BudgetLimits,
  BudgetUse,
  LedgerMethods,
  ModelSpend,
  PriceSample,
  ReadingStart,
  RequestEnd,
  RequestStanding,
  RequestStart,
  Settlement,
} from '../shared/ledger.ts';
import { findHold, usedBudgets } from './budgets.ts';
import * as ledger from './ledgerTable.ts';
import { OpenStore } from './openStore.ts';

export abstract class LedgerSession extends OpenStore implements LedgerMethods {
  beginRequest(start: RequestStart, limits: BudgetLimits): BudgetHold | undefined {
    return this.write((database, revision) => {
      this.noteWindow(database);
      ledger.endAbandoned(database, (owner) => this.isAlive(database, owner), revision);
      const hold = findHold(database, start, limits);
      if (!hold) {
        ledger.insertRequest(database, start, { windowId: this.options.windowId, revision });
        this.requests.add(start.id);
      }
      return hold;
    });
  }

  retryRequest(start: RequestStart, limits: BudgetLimits): BudgetHold | undefined {
    return this.write((database, revision) => {
      const hold = findHold(database, start, limits);
      if (!hold) {
        ledger.addAttempt(database, start, revision);
      }
      return hold;
    });
  }

  endRequest(id: string, end: RequestEnd): RequestStanding {
    return this.write((database, revision) => ledger.endRequest(database, id, end, revision));
  }

  settleRequest(id: string, settlement: Settlement): boolean {
    const isSettled = this.write((database, revision) => ledger.settleRequest(database, id, settlement, revision));
    if (isSettled) {
      this.requests.delete(id);
    }
    return isSettled;
  }

  readBudgets(start: RequestStart, limits: BudgetLimits): readonly BudgetUse[] {
    return this.use((database) => usedBudgets(database, start, limits));
  }

  beginReading(origin: string): ReadingStart {
    return this.use((database) => ledger.readStanding(database, origin));
  }

  noteBalance(origin: string, reading: BalanceReading): void {
    this.write((database) => ledger.noteBalance(database, origin, reading));
  }

  forgetBalance(origin: string): void {
    this.write((database) => ledger.forgetBalance(database, origin));
  }

  listRequests(since: number): readonly LedgerEntry[] {
    return this.use((database) => ledger.listRequests(database, since));
  }

  listSamples(origin: string, most: number, models?: readonly string[]): ReadonlyMap<string, readonly PriceSample[]> {
    return this.use((database) => ledger.listSamples(database, origin, most, models));
  }

  sumByModel(origin: string, since: number): readonly ModelSpend[] {
    return this.use((database) => ledger.sumByModel(database, origin, since));
  }
}
