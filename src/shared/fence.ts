// Writes Markdown code fences, as https://spec.commonmark.org/0.31.2/#fenced-code-blocks defines them.

/** A fence that no line of `code` can close: longer than every run of backticks in it, at least three. */
export function fenceFor(code: string): string {
  const longestRun = (code.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
  return '`'.repeat(Math.max(3, longestRun + 1));
}

/** The part of a language's name that may stand in a fence's info string. */
export function infoOf(language: string): string {
  return language.replaceAll(/[^\w+#.-]/g, '');
}

/** `code` as a fenced block of the given language. */
export function fencedBlock(code: string, language: string): string {
  const fence = fenceFor(code);
  return `${fence}${infoOf(language)}\n${code}${code.endsWith('\n') || code === '' ? '' : '\n'}${fence}`;
}
