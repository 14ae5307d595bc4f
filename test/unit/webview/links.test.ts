// Which addresses may become links.
import { describe, expect, it } from 'vitest';
import { toSafeUrl } from '../../../src/webview/markdown/links.ts';

describe('toSafeUrl', () => {
  it.each([
    ['https://example.com/a?b#c', 'https://example.com/a?b#c'],
    ['HTTP://EXAMPLE.com', 'http://example.com/'],
    ['mailto:a@example.com', 'mailto:a@example.com'],
    ['https://раураl.com/', 'https://xn--l-7sba6dbr.com/'],
  ])('allows %s', (address, url) => {
    expect(toSafeUrl(address)).toBe(url);
  });

  it.each([
    'javascript:alert(1)',
    ' JAVASCRIPT:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'command:workbench.action.quit',
    'vscode://settings',
    'blob:https://example.com/1',
    'about:blank',
    '//example.com',
    'src/main.ts',
    '#part',
    '',
    `https://example.com/${'a'.repeat(9_000)}`,
  ])('refuses %j', (address) => {
    expect(toSafeUrl(address)).toBeUndefined();
  });
});
