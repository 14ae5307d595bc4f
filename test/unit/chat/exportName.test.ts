import { describe, expect, it } from 'vitest';
import { exportName } from '../../../src/chat/exportName.ts';

describe('the file name of a chat', () => {
  it.each([
    ['A plain title', 'A plain title'],
    ['../../etc/passwd', '.. .. etc passwd'],
    ['C:\\con|"<>?*', 'C con'],
    ['  two\n\nlines  ', 'two lines'],
    ['解释这段代码', '解释这段代码'],
    ['ends with dots. . .', 'ends with dots'],
    ['???', 'chat'],
    ['', 'chat'],
  ])('from %j is %j', (title, name) => {
    expect(exportName(title)).toBe(name);
  });

  it('is at most 60 characters, and ends with none that Windows drops', () => {
    expect(exportName('a'.repeat(100))).toHaveLength(60);
    expect(exportName(`${'a'.repeat(59)}. and more`)).toBe('a'.repeat(59));
  });
});
