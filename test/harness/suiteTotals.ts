// The protocol between the harness and the suites in the extension host: an environment variable names the suites to run, and one line of
// JSON behind a marker holds their totals.

export interface SuiteTotals {
  readonly passed: number;
  readonly failed: number;
  /** For each failure its full title, message and stack. */
  readonly failures: readonly string[];
}

/** The environment variable with the suites to run: names or parts of names, separated by commas. Empty: all suites. */
export const chosenSuites = 'OPENCODEX_SUITES';

const marker = 'extension-host-suites: ';

export function formatTotals(totals: SuiteTotals): string {
  return marker + JSON.stringify(totals);
}

/** The totals in the log; undefined if there are none, which means that the suites did not run to their end. */
export function parseTotals(lines: readonly string[]): SuiteTotals | undefined {
  const line = lines.findLast((text) => text.includes(marker));
  return line === undefined ? undefined : (JSON.parse(line.slice(line.indexOf(marker) + marker.length)) as SuiteTotals);
}
