// highlight.js's findings as runs of characters.
import hljs from 'highlight.js/lib/core';
import { describe, expect, it } from 'vitest';
import { RunEmitter } from '../../../src/webview/highlight/runs.ts';
import { scriptLanguages } from '../../../src/webview/highlight/scriptLanguages.ts';
import { systemLanguages } from '../../../src/webview/highlight/systemLanguages.ts';

const languages = { ...scriptLanguages, ...systemLanguages };
const highlighter = hljs.newInstance();
highlighter.configure({ __emitter: RunEmitter });
for (const [name, language] of Object.entries(languages)) {
  highlighter.registerLanguage(name, language);
}

function runsOf(language: string, code: string): readonly (readonly [string, string])[] {
  const { _emitter: emitter } = highlighter.highlight(code, { language, ignoreIllegals: true });
  if (!(emitter instanceof RunEmitter)) {
    throw new Error('highlight.js did not use the emitter that it was given.');
  }
  let position = 0;
  return emitter.runs.map(([name, length]) => {
    position += length;
    return [name, code.slice(position - length, position)];
  });
}

describe('RunEmitter', () => {
  it('names the runs of TypeScript', () => {
    expect(runsOf('typescript', "import a from 'b'; // c\nconst n = 1;")).toEqual([
      ['control', 'import'],
      ['', ' a '],
      ['control', 'from'],
      ['', ' '],
      ['string', "'b'"],
      ['', '; '],
      ['comment', '// c'],
      ['', '\n'],
      ['keyword', 'const'],
      ['', ' n = '],
      ['number', '1'],
      ['', ';'],
    ]);
  });

  it('keeps the runs of a language within a language', () => {
    const runs = runsOf('xml', '<script>let a = "b";</script>');
    expect(runs).toContainEqual(['keyword', 'let']);
    expect(runs).toContainEqual(['string', '"b"']);
  });

  it.each(Object.keys(languages))('covers every character of %s', (language) => {
    const code = 'if (a < 1) { return "x${b}" } // c\n# d\n<a href="e">&amp;</a>\n@f(1) def g: -- h\n- i: j\n```\n';
    expect(
      runsOf(language, code)
        .map(([, text]) => text)
        .join(''),
    ).toBe(code);
  });
});
