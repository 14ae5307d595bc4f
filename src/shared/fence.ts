// Markdown code fences, as https://spec.commonmark.org/0.31.2/#fenced-code-blocks defines them.

/** A fence that no line of `code` can close: longer than every run of backticks in it, at least three. */
export function fenceFor(code: string): string {
  const longestRun = (code.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
  return '`'.repeat(Math.max(3, longestRun + 1));
}

/** `code` as a fenced block of the given language, of which only what may stand in an info string is taken. */
export function fencedBlock(code: string, language: string): string {
  const fence = fenceFor(code);
  return `${fence}${language.replaceAll(/[^\w+#.-]/g, '')}\n${code}${code.endsWith('\n') || code === '' ? '' : '\n'}${fence}`;
}
