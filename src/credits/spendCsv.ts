// The ledger as CSV, for spreadsheets and programs: https://www.rfc-editor.org/rfc/rfc4180
import type { LedgerEntry } from '../shared/credits.ts';
import { toDecimalText } from '../shared/money.ts';
import { knownHow, knownMicros } from '../shared/spend.ts';

/** Without this mark Excel assumes the system's legacy code page and breaks every Chinese name; other readers skip it. */
const byteOrderMark = '\u{FEFF}';

/** The column names are not translated, so that programs find the same names in every language. */
const columns: Readonly<Record<string, (entry: LedgerEntry) => string>> = {
  time_utc: ({ startedAt }) => timeText(startedAt),
  model: ({ model }) => plainText(model),
  feature: ({ feature }) => plainText(feature),
  workspace: ({ workspace }) => plainText(workspace?.name),
  tokens_sent: ({ promptTokens }) => numberText(promptTokens),
  tokens_cached: ({ cachedTokens }) => numberText(cachedTokens),
  tokens_received: ({ completionTokens }) => numberText(completionTokens),
  tokens_reasoning: ({ reasoningTokens }) => numberText(reasoningTokens),
  first_text_ms: ({ firstTextMs }) => numberText(firstTextMs),
  credits: (entry) => creditsOf(knownMicros(entry)),
  cost_known: knownHow,
  cost_doubt: ({ cost }) => cost.doubt ?? '',
  outcome: ({ outcome }) => plainText(outcome),
  attempts: ({ attempts }) => numberText(attempts),
  gateway: ({ origin }) => plainText(origin),
  request_id: ({ id }) => plainText(id),
};

/** One row per entry, in the given order, below a row of column names. Unknown costs are empty cells, never 0. */
export function spendCsv(entries: readonly LedgerEntry[]): string {
  const cells = Object.values(columns);
  const rows = entries.map((entry) => cells.map((cell) => cell(entry)));
  return byteOrderMark + [Object.keys(columns), ...rows].map((row) => row.map(quote).join(',')).join('\r\n') + '\r\n';
}

function creditsOf(micros: number | undefined): string {
  return micros === undefined ? '' : toDecimalText(micros);
}

/** UTC in the form that spreadsheets recognize as date and time. */
function timeText(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

function numberText(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

/**
 * Spreadsheets run a text that looks like a formula, with Chinese full-width signs, too:
 * https://owasp.org/www-community/attacks/CSV_Injection Such a text is prefixed with `'`. A text that looks prefixed already gets one more,
 * so a reader restores every text by removing one `'`.
 */
function plainText(text = ''): string {
  return /^'*[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

/** In locales with a decimal comma, such as Indonesia's, spreadsheets split cells at semicolons, and text after one may be a formula. */
function quote(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
