// Attachments: how each kind is shown and sent, and that one of a newer version is none of ours.
import { describe, expect, it } from 'vitest';
import { inertBlock, inertLine } from '../../../src/shared/inertMarkdown.ts';
import { viewOf } from '../../../src/context/kinds.ts';

const selection = {
  ...{ id: 'x', kind: 'selection', label: 'src/a.ts', uri: 'file:///w/src/a.ts', languageId: 'typescript' },
  ...{ startLine: 3, endLine: 4, text: 'const a = 1;\nconst b = 2;' },
};

describe('a selection', () => {
  it('is shown by its lines, opens them, and is sent as code with its place', () => {
    const view = viewOf(selection);
    expect(view).toMatchObject({
      label: 'src/a.ts:3-4',
      icon: 'file-code',
      origin: { uri: 'file:///w/src/a.ts', startLine: 3, endLine: 4 },
    });
    const code = '```typescript\nconst a = 1;\nconst b = 2;\n```';
    expect(view?.toPrompt()).toBe(`From \`src/a.ts\`, lines 3 to 4:\n\n${code}`);
    expect(view?.toMarkdown({ line: inertLine, block: inertBlock })).toContain(code);
    expect(view?.tokens()).toBeGreaterThan(5);
    expect(viewOf({ ...selection, endLine: 3 })?.label).toBe('src/a.ts:3');
  });
});

describe('an attachment', () => {
  it.each([
    { ...selection, kind: 'hologram' },
    { ...selection, startLine: 'three' },
    { id: 'x', kind: 'selection', label: 'a' },
  ])('of a newer version has no view: %j', (attachment) => {
    expect(viewOf(attachment)).toBeUndefined();
  });
});
