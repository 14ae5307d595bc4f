// What the harness and the suites in the extension host tell each other: which suites to run, and their totals, one line of JSON
// behind a marker.

export interface SuiteTotals {
  readonly passed: number;
  readonly failed: number;
  /** Full title, message and stack of each failure. */
  readonly failures: readonly string[];
}

/** The variable with the names of the suites to run, or pieces of them, between commas; all where it is empty. */
export const chosenSuites = 'OPENCODEX_SUITES';

const marker = 'extension-host-suites: ';

export function formatTotals(totals: SuiteTotals): string {
  return marker + JSON.stringify(totals);
}

/** The totals among the lines; undefined where there are none, which means that the suites did not run to their end. */
export function parseTotals(lines: readonly string[]): SuiteTotals | undefined {
  const line = lines.findLast((text) => text.includes(marker));
  return line === undefined ? undefined : (JSON.parse(line.slice(line.indexOf(marker) + marker.length)) as SuiteTotals);
}
