// How the code shows notifications: VS Code finds links to commands in them.
import { expect, it } from 'vitest';
import { sources } from '../support/sources.ts';

// Rows: T5
it('what is shown in notifications passes one place, which leaves no links in it', () => {
  const shows = /\bwindow\s*\.\s*(?:show(?:Information|Warning|Error)Message|withProgress)\b/;
  expect(sources.filter(({ text }) => shows.test(text)).map(({ path }) => path)).toEqual([
    'src/vscode/host/notices.ts',
  ]);
});
