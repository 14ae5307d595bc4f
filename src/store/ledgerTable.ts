// The ledger: a row for each paid request, written before the request leaves and updated until its cost is known.
import { addCosts, costDoubts, costSources, parseLedgerEntry, type Cost, type LedgerEntry } from '../shared/credits.ts';
import type {
  BalanceReading,
  ModelSpend,
  PriceSample,
  ReadingStart,
  RequestEnd,
  RequestStanding,
  RequestStart,
  Settlement,
} from '../shared/ledger.ts';
import { sumCosts } from './chatTable.ts';
import type { Database } from './database.ts';
import { setMessageCost } from './messageTable.ts';
import { readInteger, readOptionalInteger, readOptionalText, readText, type Row } from './rows.ts';
import { StoreError } from './storeError.ts';
import { toStored } from './text.ts';

/** This long after the end of its last request, a gateway is assumed to have charged for it. In milliseconds. */
const quietMs = 10_000;

/** As long as the meter reads on for a late charge, in milliseconds: the charge of a request for which nobody reads may come until then. */
const latestChargeMs = 15_000;

/** The window that writes a request, and the revision of its transaction. */
export interface Writer {
  readonly windowId: string;
  readonly revision: number;
}

/** Overlapping requests cannot be measured apart: marks this request, and all unsettled ones of the gateway, as not alone. */
export function insertRequest(database: Database, start: RequestStart, { windowId, revision }: Writer): void {
  const { id, origin, model, feature, chatId, messageId, workspace, worstMicros } = start;
  const { lastRequest, isQuiet } = readStanding(database, origin);
  const base = database.get(
    'SELECT remaining_micros FROM balances WHERE origin = ? AND last_request = ?',
    origin,
    lastRequest,
  );
  database.run('UPDATE requests SET is_alone = 0 WHERE origin = ? AND settled_at IS NULL', origin);
  database.run(
    `INSERT INTO requests (id, origin, model, feature, chat_id, message_id, workspace_id, workspace_name, window_id,
       started_at, reserved_micros, is_alone, base_micros, revision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    origin,
    toStored(model),
    feature,
    chatId ?? null,
    messageId ?? null,
    workspace === undefined ? null : toStored(workspace.id),
    workspace === undefined ? null : toStored(workspace.name),
    windowId,
    Date.now(),
    worstMicros ?? 0,
    isQuiet ? 1 : 0,
    isQuiet && base ? readInteger(base, 'remaining_micros') : null,
    revision,
  );
}

/** Counts one more attempt and reserves its worst case as well: the failed attempt may have been charged. */
export function addAttempt(
  database: Database,
  { id, worstMicros }: Pick<RequestStart, 'id' | 'worstMicros'>,
  revision: number,
): void {
  database.run(
    'UPDATE requests SET attempts = attempts + 1, reserved_micros = reserved_micros + ?, revision = ? WHERE id = ?',
    worstMicros ?? 0,
    revision,
    id,
  );
}

/** Records how the request ended. Its worst case stays reserved until it is settled. */
export function endRequest(database: Database, id: string, end: RequestEnd, revision: number): RequestStanding {
  const { outcome, usage, firstTextMs, isAwaited } = end;
  const row = database.get(
    `UPDATE requests SET ended_at = ?, outcome = ?, first_text_ms = ?, prompt_tokens = ?, cached_tokens = ?,
       completion_tokens = ?, reasoning_tokens = ?, revision = ? WHERE id = ? RETURNING is_alone, base_micros, origin`,
    Date.now(),
    outcome,
    firstTextMs === undefined ? null : Math.round(firstTextMs),
    usage?.promptTokens ?? null,
    usage?.cachedTokens ?? null,
    usage?.completionTokens ?? null,
    usage?.reasoningTokens ?? null,
    revision,
    id,
  );
  if (!row) {
    return { isAlone: false, baseMicros: undefined };
  }
  if (!isAwaited) {
    noteUnawaited(database, readText(row, 'origin'));
  }
  return { isAlone: readInteger(row, 'is_alone') === 1, baseMicros: readOptionalInteger(row, 'base_micros') };
}

/** Until its charge must have come, no reading can be a base, and no request is alone: each would pay for this one, too. */
function noteUnawaited(database: Database, origin: string): void {
  database.run('INSERT OR REPLACE INTO state VALUES (?, ?)', `unawaited ${origin}`, Date.now());
}

function isChargeOutstanding(database: Database, origin: string): boolean {
  const row = database.get('SELECT value FROM state WHERE key = ?', `unawaited ${origin}`);
  // A clock that was set back since then must not hold everything up.
  return row !== undefined && Math.abs(Date.now() - readInteger(row, 'value')) < latestChargeMs;
}

/**
 * Records the cost of the request; if it is unknown, its worst case stays reserved. Returns false, and writes nothing, if the cost was
 * measured and another request has begun meanwhile. A request that is not in the ledger (any more: the file may have been damaged) has
 * nothing left to settle.
 */
export function settleRequest(database: Database, id: string, settlement: Settlement, revision: number): boolean {
  const { cost, isMeasured, differenceMicros, remainingMicros } = settlement;
  const row = database.get('SELECT origin, row_id, is_alone, message_id FROM requests WHERE id = ?', id);
  if (!row) {
    return true;
  }
  if (isMeasured && readInteger(row, 'is_alone') === 0) {
    return false;
  }
  database.run(
    `UPDATE requests SET cost_micros = ?1, cost_source = ?2, cost_doubt = ?3, difference_micros = ?4,
       reserved_micros = iif(?1 IS NULL, reserved_micros, 0), settled_at = ?5, revision = ?6 WHERE id = ?7`,
    cost.micros ?? null,
    cost.source,
    cost.doubt ?? null,
    differenceMicros ?? null,
    Date.now(),
    revision,
    id,
  );
  const origin = readText(row, 'origin');
  const { lastRequest, isQuiet } = readStanding(database, origin);
  if (remainingMicros !== undefined && isQuiet && lastRequest === readInteger(row, 'row_id')) {
    putBalance(database, origin, remainingMicros, lastRequest);
  }
  const messageId = readOptionalText(row, 'message_id');
  if (messageId !== undefined) {
    const chatId = setMessageCost(database, messageId, costOfMessage(database, messageId));
    if (chatId !== undefined) {
      sumCosts(database, chatId, revision);
    }
  }
  return true;
}

/** The state of the gateway's requests at this moment. A reading of the balance that begins now can be a baseline only if `isQuiet`. */
export function readStanding(database: Database, origin: string): ReadingStart {
  const last = database.get('SELECT coalesce(max(row_id), 0) AS last FROM requests WHERE origin = ?', origin);
  const open = database.get('SELECT 1 FROM requests WHERE origin = ? AND settled_at IS NULL', origin);
  return {
    lastRequest: last ? readInteger(last, 'last') : 0,
    isQuiet: open === undefined && !isChargeOutstanding(database, origin),
    accountChanges: readAccountChanges(database, origin),
  };
}

function readAccountChanges(database: Database, origin: string): number {
  const row = database.get('SELECT value FROM state WHERE key = ?', `account ${origin}`);
  return row ? readInteger(row, 'value') : 0;
}

/**
 * Stores a balance as the baseline of the next request, if no request ran and no key changed while it was read. A balance that may still be
 * changing counts only some time after the last request.
 */
export function noteBalance(database: Database, origin: string, reading: BalanceReading): void {
  const { remainingMicros, start, isAtRest } = reading;
  const { lastRequest, isQuiet, accountChanges } = readStanding(database, origin);
  const isOfAccount = start.accountChanges === accountChanges;
  const recent = database.get('SELECT 1 FROM requests WHERE origin = ? AND ended_at > ?', origin, Date.now() - quietMs);
  if (isOfAccount && start.isQuiet && isQuiet && start.lastRequest === lastRequest && (isAtRest || !recent)) {
    putBalance(database, origin, remainingMicros, lastRequest);
  }
}

/**
 * Drops the baseline: another key may mean another account. A reading in flight may still show the former account, so it will not count
 * either.
 */
export function forgetBalance(database: Database, origin: string): void {
  database.run(
    'INSERT INTO state VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET value = value + 1',
    `account ${origin}`,
  );
  database.run('DELETE FROM balances WHERE origin = ?', origin);
  database.run('UPDATE requests SET is_alone = 0 WHERE origin = ? AND settled_at IS NULL', origin);
}

/**
 * Settles, as interrupted and at an unknown cost, the requests of windows that are gone. Their worst case stays reserved, because they may
 * have been charged.
 */
export function endAbandoned(database: Database, isAlive: (windowId: string) => boolean, revision: number): void {
  const rows = database.all('SELECT DISTINCT window_id FROM requests WHERE settled_at IS NULL');
  for (const windowId of rows.map((row) => readText(row, 'window_id')).filter((id) => !isAlive(id))) {
    database.run(
      `UPDATE requests SET ended_at = coalesce(ended_at, ?1), outcome = coalesce(outcome, 'interrupted'), settled_at = ?1,
         cost_source = 'unknown', cost_doubt = 'interrupted', revision = ?3 WHERE settled_at IS NULL AND window_id = ?2`,
      Date.now(),
      windowId,
      revision,
    );
  }
}

/** Requests that started at `since` (milliseconds since 1970) or later, newest first. */
export function listRequests(database: Database, since: number): LedgerEntry[] {
  return database.all('SELECT * FROM requests WHERE started_at >= ? ORDER BY row_id DESC', since).map(entryOf);
}

/** Requests that any window wrote after `revision`. */
export function listWrittenSince(database: Database, revision: number): LedgerEntry[] {
  return database.all('SELECT * FROM requests WHERE revision > ?', revision).map(entryOf);
}

/** Samples from which the prices of these models, or of all, can be learned: newest first, at most `most` per model. */
export function listSamples(
  database: Database,
  origin: string,
  most: number,
  models = modelsAt(database, origin),
): Map<string, PriceSample[]> {
  return new Map(models.map((model) => [model, samplesOf(database, origin, model, most)]));
}

function modelsAt(database: Database, origin: string): readonly string[] {
  return database
    .all('SELECT DISTINCT model FROM requests WHERE origin = ?', origin)
    .map((row) => readText(row, 'model'));
}

function samplesOf(database: Database, origin: string, model: string, most: number): PriceSample[] {
  return database
    .all(
      `SELECT prompt_tokens, cached_tokens, completion_tokens, coalesce(difference_micros, cost_micros) AS micros
       FROM requests WHERE origin = ? AND model = ? AND attempts = 1 AND prompt_tokens IS NOT NULL
         AND completion_tokens IS NOT NULL AND (difference_micros IS NOT NULL OR cost_source = 'gateway')
       ORDER BY row_id DESC LIMIT ?`,
      origin,
      toStored(model),
      most,
    )
    .map((row) => ({
      promptTokens: readInteger(row, 'prompt_tokens'),
      cachedTokens: readOptionalInteger(row, 'cached_tokens') ?? 0,
      completionTokens: readInteger(row, 'completion_tokens'),
      costMicros: readInteger(row, 'micros'),
    }));
}

/** Spending at a gateway since `since` (milliseconds since 1970) per model, highest first. */
export function sumByModel(database: Database, origin: string, since: number): ModelSpend[] {
  return database
    .all(
      `SELECT model, CAST(min(?, coalesce(sum(1.0 * cost_micros), 0)) AS INTEGER) AS micros, count(*) AS requests,
         sum(cost_micros IS NULL) AS unknown
       FROM requests WHERE origin = ? AND started_at >= ? GROUP BY model ORDER BY micros DESC, model`,
      Number.MAX_SAFE_INTEGER,
      origin,
      since,
    )
    .map((row) => ({
      model: readText(row, 'model'),
      micros: readInteger(row, 'micros'),
      requests: readInteger(row, 'requests'),
      unknownRequests: readInteger(row, 'unknown'),
    }));
}

function putBalance(database: Database, origin: string, remainingMicros: number, lastRequest: number): void {
  database.run('INSERT OR REPLACE INTO balances VALUES (?, ?, ?)', origin, remainingMicros, lastRequest);
}

function costOfMessage(database: Database, messageId: string): Cost {
  const rows = database.all('SELECT * FROM requests WHERE message_id = ? AND settled_at IS NOT NULL', messageId);
  return addCosts(rows.map(costOf));
}

function costOf(row: Row): Cost {
  const source = readOptionalText(row, 'cost_source');
  const doubt = readOptionalText(row, 'cost_doubt');
  const micros = readOptionalInteger(row, 'cost_micros');
  const known = costDoubts.find((one) => one === doubt);
  return {
    source: costSources.find((one) => one === source) ?? 'unknown',
    ...(micros === undefined ? {} : { micros }),
    ...(known === undefined ? {} : { doubt: known }),
  };
}

function entryOf(row: Row): LedgerEntry {
  const workspaceId = readOptionalText(row, 'workspace_id');
  const workspaceName = readOptionalText(row, 'workspace_name') ?? '';
  const entry = parseLedgerEntry({
    id: readText(row, 'id'),
    origin: readText(row, 'origin'),
    model: readText(row, 'model'),
    feature: readText(row, 'feature'),
    chatId: readOptionalText(row, 'chat_id'),
    workspace: workspaceId === undefined ? undefined : { id: workspaceId, name: workspaceName },
    startedAt: readInteger(row, 'started_at'),
    endedAt: readOptionalInteger(row, 'ended_at'),
    outcome: readOptionalText(row, 'outcome'),
    firstTextMs: readOptionalInteger(row, 'first_text_ms'),
    promptTokens: readOptionalInteger(row, 'prompt_tokens'),
    cachedTokens: readOptionalInteger(row, 'cached_tokens'),
    completionTokens: readOptionalInteger(row, 'completion_tokens'),
    reasoningTokens: readOptionalInteger(row, 'reasoning_tokens'),
    attempts: readInteger(row, 'attempts'),
    cost: costOf(row),
  });
  if (!entry) {
    throw new StoreError('broken', `Request ${readText(row, 'id')} has a shape that this version cannot read.`);
  }
  return entry;
}
