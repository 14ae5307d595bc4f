// What is shown of marks that are half there.
import { describe, expect, it } from 'vitest';
import { withoutHalfMarks } from '../../../src/webview/markdown/halfMarks.ts';

describe('withoutHalfMarks', () => {
  it.each([
    ['plain text', 'plain text'],
    ['**bo', '**bo**'],
    ['**bold*', '**bold**'],
    ['a **', 'a '],
    ['**done** and more', '**done** and more'],
    ['`co', '`co`'],
    ['``co`', '``co```'],
    ['a `', 'a '],
    ['`**` is', '`**` is'],
    ['see [docs](https://exa', 'see docs'],
    ['see ![image](https://exa', 'see image'],
    ['see [docs](https://example.com)', 'see [docs](https://example.com)'],
    ['text\n-', 'text'],
    ['text\n```', 'text'],
    ['- one\n- ', '- one'],
    ['text\n12.', 'text'],
    ['| a | b |', ''],
    ['| a | b |\n|--', ''],
    ['| a | b |\n|---|---|\n| 1', '| a | b |\n|---|---|\n| 1'],
  ])('%j shows as %j', (text, shown) => {
    expect(withoutHalfMarks(text)).toBe(shown);
  });

  it.each([
    ['half links', `${'![](a'.repeat(100_000)} b`],
    ['brackets', '['.repeat(500_000)],
    ['backticks', '`'.repeat(500_000)],
    ['stars', '*'.repeat(500_000)],
    ['bars', '|'.repeat(500_000)],
    ['marks of a list', '- '.repeat(250_000)],
    ['line ends', '\n'.repeat(500_000)],
    ['dashes', `\n${'-'.repeat(500_000)}x`],
  ])('takes a moment for half a million characters: %s', (_, text) => {
    const startedAt = process.cpuUsage();
    withoutHalfMarks(text);
    const { user, system } = process.cpuUsage(startedAt);
    // A second of the processor; what begins anew at each mark takes minutes.
    expect(user + system).toBeLessThan(1_000_000);
  });
});
