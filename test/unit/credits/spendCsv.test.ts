// The ledger as CSV: what is written comes back through a reader of its own, and no spreadsheet runs it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spendCsv } from '../../../src/credits/spendCsv.ts';
import type { LedgerEntry } from '../../../src/shared/credits.ts';
import { anyLedger, ledgerEntry } from './ledgerEntries.ts';

/** An independent reading of RFC 4180: one character after the other. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, isQuoted] = [[] as string[], '', false];
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (isQuoted) {
      if (character !== '"') {
        cell += character;
      } else if (text.charAt(index + 1) === '"') {
        cell += '"';
        index += 1;
      } else {
        isQuoted = false;
      }
    } else if (character === '"' && cell === '') {
      isQuoted = true;
    } else if (character === ',') {
      row.push(cell);
      cell = '';
    } else if (character === '\r' && text.charAt(index + 1) === '\n') {
      rows.push([...row, cell]);
      [row, cell] = [[], ''];
      index += 1;
    } else {
      cell += character;
    }
  }
  expect([isQuoted, row, cell]).toEqual([false, [], '']);
  return rows;
}

function readRecords(entries: readonly LedgerEntry[]): Record<string, string>[] {
  const text = spendCsv(entries);
  expect(text.startsWith('\u{FEFF}')).toBe(true);
  const [names = [], ...rows] = readCsv(text.slice(1));
  return rows.map((row) => {
    expect(row).toHaveLength(names.length);
    return Object.fromEntries(names.map((name, index) => [name, row[index] ?? '']));
  });
}

/** What stands before a text that a spreadsheet would run. */
const withoutGuard = (cell: string | undefined): string => (cell ?? '').replace(/^'(?='*[=+\-@\t\r\n＝＋－＠])/, '');

describe('the CSV of the ledger', () => {
  it('gives back every text and figure, whatever they are', () => {
    fc.assert(
      fc.property(anyLedger, (entries) => {
        const records = readRecords(entries);
        expect(records.map(({ model }) => withoutGuard(model))).toEqual(entries.map(({ model }) => model));
        expect(records.map(({ workspace }) => withoutGuard(workspace))).toEqual(
          entries.map(({ workspace }) => workspace?.name ?? ''),
        );
        expect(records.map(({ request_id: id }) => withoutGuard(id))).toEqual(entries.map(({ id }) => id));
        expect(records.map(({ tokens_sent: sent }) => sent)).toEqual(
          entries.map(({ promptTokens }) => (promptTokens === undefined ? '' : String(promptTokens))),
        );
        for (const [index, entry] of entries.entries()) {
          const credits = records[index]?.['credits'] ?? '';
          const isKnown = entry.cost.source !== 'unknown' && entry.cost.micros !== undefined;
          expect(isKnown ? Math.round(Number(credits) * 1e6) : credits).toBe(isKnown ? entry.cost.micros : '');
          expect(records[index]?.['cost_known']).toBe(isKnown ? entry.cost.source : 'unknown');
        }
      }),
    );
  });

  it('tells a text that was guarded from one that looks so', () => {
    const names = ['-1', "'-1", "''-1", "'a", "'"];
    const records = readRecords(names.map((model) => ledgerEntry({ model })));
    expect(records.map(({ model }) => model)).toEqual(["'-1", "''-1", "'''-1", "'a", "'"]);
    expect(records.map(({ model }) => withoutGuard(model))).toEqual(names);
  });

  it('has no text that a spreadsheet would run as a formula', () => {
    const attacks = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '=HYPERLINK("https://evil.test","x")', '=a,b', '＝1+1'];
    for (const attack of attacks) {
      const [record] = readRecords([
        ledgerEntry({ model: attack, workspace: { id: attack, name: attack }, outcome: attack, id: attack }),
      ]);
      for (const name of ['model', 'workspace', 'outcome', 'request_id']) {
        expect(record?.[name]).toBe(`'${attack}`);
      }
    }
  });

  it('parts no text at a semicolon, as spreadsheets do where the comma is for decimals', () => {
    const csv = spendCsv([ledgerEntry({ model: 'x;=1+1', outcome: 'a\t=1+1' })]);
    expect(csv).toContain(',"x;=1+1",');
    expect(csv).toContain(',"a\t=1+1",');
  });

  it('has times that spreadsheets know, and no figure for what is not known', () => {
    const [record] = readRecords([
      ledgerEntry({ startedAt: Date.UTC(2026, 2, 9, 7, 5, 3), cost: { source: 'unknown' } }),
    ]);
    expect(record).toMatchObject({
      time_utc: '2026-03-09 07:05:03',
      credits: '',
      cost_known: 'unknown',
      tokens_sent: '',
    });
  });
});
