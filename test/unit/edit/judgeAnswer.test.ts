// What is proposed of an answer, and which doubts there are: what models have really answered, by the numbers of cases/world.md.
import { describe, expect, it } from 'vitest';
import { createEditTarget, type EditTarget } from '../../../src/edit/editTarget.ts';
import { judgeAnswer, type Judgement } from '../../../src/edit/judgeAnswer.ts';

interface Place {
  readonly languageId?: string;
  readonly label?: string;
  /** What stands in the file around the code. */
  readonly before?: string;
  readonly after?: string;
}

function targetOf(
  code: string,
  { languageId = 'python', label = 'src/a.py', before = '', after = '' }: Place = {},
): EditTarget {
  const text = before + code + after;
  return createEditTarget({ label, languageId, text }, before.length, before.length + code.length);
}

function judge(answer: string, code: string, place?: Place): Judgement {
  return judgeAnswer(answer, targetOf(code, place), 'stop');
}

const fenced = (code: string, language = 'python'): string => `\`\`\`${language}\n${code}\n\`\`\`\n`;
const f = 'def f(x):\n    return int(x)';
const g = 'def f(x):\n    return int(x) + 1';

function proposal(text: string, ...doubts: readonly string[]): object {
  return { kind: 'proposal', text, doubts };
}

describe('an answer with one block', () => {
  it.each([
    ['alone', fenced(g)],
    ['with words before and behind', `Sure!\n\n${fenced(g)}\nIt adds one.\n`],
    ['with CRLF', fenced(g).replaceAll('\n', '\r\n')],
    ['behind a byte order mark', `\uFEFF${fenced(g)}`],
    ['with attributes (B14)', fenced(g, 'python title="a.py"')],
    ['with tildes and a backtick', `~~~python \`a\`\n${g}\n~~~\n`],
    ['in a list (B07)', `1. Here:\n\n    \`\`\`python\n${g.replaceAll(/^/gm, '    ')}\n    \`\`\`\n`],
    ['right behind the mark of a list', `- \`\`\`python\n${g.replaceAll(/^/gm, '  ')}\n  \`\`\`\n`],
    ['in a quote', `> \`\`\`python\n${g.replaceAll(/^/gm, '> ')}\n> \`\`\`\n`],
    ['with a tab before the last fence', `\`\`\`python\n${g}\n\t\`\`\`\n`],
    ['that a longer fence holds', `\`\`\`\`python\n${g}\n\`\`\`\`\n`],
    ['behind thoughts with code (B05)', `<thought>\nThe code:\n${fenced('bad')}</thought>\n${fenced(g)}`],
    ['behind thinking', `<thinking>${fenced('bad')}</thinking>\n${fenced(g)}`],
    ['behind an orphan end of thoughts', `I think.\n</think>\n${fenced(g)}`],
    ['that begins with the name of its file (B12)', fenced(`# filepath: src/a.py\n${g}`)],
    ['that begins with its path alone', fenced(`# src/a.py\n${g}`)],
  ])('is taken without a doubt: %s', (_name, answer) => {
    expect(judge(answer, f)).toEqual(proposal(g));
  });

  it('keeps a tag of thoughts that is part of the code', () => {
    const code = 'tag = "</think>"\nx = 2';
    expect(judge(fenced(code), 'tag = "</think>"\nx = 1')).toEqual(proposal(code));
  });

  // Rows: F23
  it.each(['cut-off', 'length', 'stopped', undefined] as const)('is in doubt after %s', (outcome) => {
    expect(judgeAnswer(fenced(g), targetOf(f), outcome)).toEqual(proposal(g, 'cut-off'));
  });

  it('is in doubt where a filter was at work', () => {
    expect(judgeAnswer(fenced(g), targetOf(f), 'content-filter')).toEqual(proposal(g, 'filtered'));
  });

  // Rows: F23
  it('is in doubt where it was not closed', () => {
    expect(judge(`\`\`\`python\n${g}`, f)).toEqual(proposal(g, 'cut-off'));
  });

  it('ends before the fence that is glued to its last line (B13)', () => {
    expect(judge(`\`\`\`python\n${g}\`\`\`\n`, f)).toMatchObject({ text: g });
  });
});

describe('fences in the code', () => {
  const markdown = { languageId: 'markdown', label: 'readme.md' };
  const readme = '# Title\n\n```js\nconst a = 1;\n```\n\nMore text\n\n```sh\nls\n```\n\nEnd\n';

  it('of one length nest, where only that leaves nothing open (B02)', () => {
    const changed = readme.replace('More', 'Much more');
    expect(judge(fenced(changed.trimEnd(), 'markdown'), readme, markdown)).toEqual(proposal(changed));
  });

  it('without a language in a text are in doubt, and nothing of the text is lost', () => {
    const bare = readme.replaceAll(/```\w+/g, '```');
    const changed = bare.replace('More', 'Much more');
    expect(judge(fenced(changed.trimEnd(), 'markdown'), bare, markdown)).toEqual(proposal(changed, 'unclear-fences'));
  });

  it('in a string end nothing (B03)', () => {
    const changed = 'const a = `\n```\ncode\n```\n`;';
    const place = { languageId: 'javascript', label: 'a.js' };
    expect(judge(fenced(changed, 'js'), 'const a = `x`;', place)).toEqual(proposal(changed, 'unclear-fences'));
  });

  it('in comments with stars end nothing', () => {
    const changed = '/**\n * ```js\n * g();\n * ```\n */\nfunction g() {}';
    const place = { languageId: 'javascript', label: 'a.js' };
    expect(judge(fenced(changed, 'js'), 'function g() {}', place)).toEqual(proposal(changed));
  });

  it('that end a text too early are in doubt for what follows', () => {
    const answer = '```markdown\n# Title\n\nText\n```\n\nThis may be the rest.\n';
    expect(judge(answer, '# Title\n\nOld\n', markdown)).toEqual(proposal('# Title\n\nText\n', 'text-after'));
  });
});

describe('an answer with several blocks (B06)', () => {
  it.each([
    ['the old code first', `Original code:\n${fenced(f)}\nRefactored:\n${fenced(g)}`],
    ['the old code last', `New:\n${fenced(g)}\nIt was:\n${fenced(f)}`],
    ['a command first', `First install:\n${fenced('pip install foo', 'bash')}\n${fenced(g)}`],
    ['an example of its use behind', `${fenced(g)}\nUse it:\n${fenced('print(f("1"))')}`],
    ['without languages', `\`\`\`\n${f}\n\`\`\`\nNew:\n\`\`\`\n${g}\n\`\`\`\n`],
  ])('is in doubt, and the new code is taken: %s', (_name, answer) => {
    expect(judge(answer, f)).toEqual(proposal(g, 'several-blocks'));
  });
});

describe('an answer without a block (B07)', () => {
  it('is in doubt where it is code', () => {
    expect(judge(`${g}\n`, f)).toEqual(proposal(g, 'no-fence'));
  });

  it.each(['I cannot help with that.', 'Sorry.\n\nAs a language model, I can only talk about it.', '', '  \n'])(
    'brings no code: “%s”',
    (answer) => {
      expect(judge(answer, f)).toEqual({ kind: 'nothing', why: 'no-code' });
    },
  );

  it('brings none where its thoughts never ended', () => {
    expect(judge(`<think>\n${fenced('bad')}`, f)).toEqual({ kind: 'nothing', why: 'no-code' });
  });
});

describe('the code itself', () => {
  it.each(['a = 1', 'a = 1\n\n\n', '\na = 1\n'])('is no proposal, with all its blank lines (B08): %j', (code) => {
    expect(judge(fenced(code.replace(/\n$/, '')), code, { after: '\nb = 2\n' })).toEqual({
      kind: 'nothing',
      why: 'same',
    });
  });

  it('keeps the blank lines at its end', () => {
    expect(judge(fenced('a = 2'), 'a = 1\n\n\n', { after: '\nb = 2\n' })).toEqual(proposal('a = 2\n\n\n\nb = 2\n'));
  });
});

describe('what is left out (B12)', () => {
  const long = 'def f(x):\n    a = 1\n    b = 2\n    return a + b';

  it.each([
    ['# ... rest of code unchanged ...'],
    ['# … existing code …'],
    ['# rest of the function'],
    ['# ...'],
    ['... (rest of the code remains the same)'],
  ])('is put back where its place is certain: %s', (marker) => {
    expect(judge(fenced(`def f(x):\n    a = 3\n    b = 2\n    ${marker}`), long)).toEqual(
      proposal(long.replace('a = 1', 'a = 3')),
    );
    expect(judge(fenced(`def f(x):\n    ${marker}\n    b = 2\n    return a - b`), long)).toEqual(
      proposal(long.replace('a + b', 'a - b')),
    );
  });

  it.each([
    ['where the line before it is new', 'def g(y):\n    # ... rest of code unchanged ...'],
    ['where the line before it stands twice', 'def f(x):\n    x = 1\n    # ...\n    return x'],
  ])('is nothing to be accepted %s', (_name, answer) => {
    expect(judge(fenced(answer), `${long}\n    x = 1\n    x = 1`)).toEqual({ kind: 'nothing', why: 'left-out' });
  });

  it.each(['# the rest of the list', '...', '# ... and so on, as it was', '// Other than that'])(
    'is not meant by what the code has already: %s',
    (line) => {
      const code = `def f(x):\n    ${line}`;
      expect(judge(fenced(code.replace('f(', 'g(')), code)).toEqual(proposal(code.replace('f(', 'g(')));
    },
  );
});

describe('dots that are code', () => {
  it.each([
    '...rest,',
    '...other',
    '...existing,',
    '...(original ?? []),',
    '[...existing, x],',
    '(...remaining)',
    '... rest',
  ])('are no mark of something that was left out: %s', (line) => {
    const place = { languageId: 'typescript', label: 'a.ts' };
    const code = 'const a = {\n  b,\n  c,\n};';
    const changed = `const a = {\n  b,\n  ${line}\n  c,\n};`;
    expect(judge(fenced(changed, 'ts'), code, place)).toEqual(proposal(changed));
  });
});

describe('a diff (B12)', () => {
  it('takes a comment of two dashes away, and the names of files for none', () => {
    const sql = '-- old\nSELECT 1;\nindex = 2;';
    const diff = '--- a/q.sql\n+++ b/q.sql\n@@ -1,3 +1,3 @@\n--- old\n+-- new\n SELECT 1;\nindex = 2;';
    expect(judge(fenced(diff, 'diff'), sql, { languageId: 'sql', label: 'q.sql' })).toEqual(
      proposal(sql.replace('old', 'new')),
    );
  });

  it('is applied to the code', () => {
    expect(judge(fenced('-def f(x):\n+def h(x):', 'diff'), f)).toEqual(proposal(f.replace('f(', 'h(')));
    expect(judge(fenced('@@ -1,2 +1,2 @@\n def f(x):\n-    return int(x)\n+    return x', 'python'), f)).toEqual(
      proposal(f.replace('int(x)', 'x')),
    );
  });

  it('of other code is nothing to be accepted', () => {
    expect(judge(fenced('-def other(x):\n+def h(x):', 'diff'), f)).toEqual({ kind: 'nothing', why: 'misfit' });
  });
});

describe('lines around the code', () => {
  const place = { before: 'class A:\n    """Doc."""\n', after: '\n\n    def last(self):\n        pass\n' };
  const code = '    def f(self):\n        return 1';

  it('that the answer repeats are taken away, and named', () => {
    const answer = `class A:\n    """Doc."""\n    def f(self):\n        return 2\n\n    def last(self):\n        pass`;
    expect(judge(fenced(answer), code, place)).toEqual(
      proposal(place.before + code.replace('1', '2') + place.after, 'repeated-lines'),
    );
  });

  it('that the code itself begins with are kept', () => {
    const twice = { before: 'x = 1\ny = 2\n', after: '\nz = 3\n' };
    const answer = fenced('x = 1\ny = 2\nw = 4');
    expect(judge(answer, 'x = 1\ny = 2\nw = 3', twice)).toEqual(proposal('x = 1\ny = 2\nx = 1\ny = 2\nw = 4\nz = 3\n'));
  });
});

describe('the length', () => {
  it('is in doubt where most of the code has gone', () => {
    const code = Array.from({ length: 12 }, (_, index) => `line_${index} = ${index}`).join('\n');
    expect(judge(fenced('line_0 = 0\nline_1 = 2'), code)).toMatchObject({ doubts: ['much-shorter'] });
  });
});

describe('indentation', () => {
  const inClass = { before: 'class A:\n', after: '\n' };
  const method = '    def f(self):\n        return 1';
  const whole = (changed: string, place: Place = inClass): object =>
    proposal((place.before ?? '') + changed + (place.after ?? ''));

  it.each([
    ['left out of all lines', 'def f(self):\n    return 2'],
    ['left out of the first line alone', 'def f(self):\n        return 2'],
    ['as it is', '    def f(self):\n        return 2'],
    ['too deep in all lines', '        def f(self):\n            return 2'],
  ])('is that of the file: %s', (_name, answer) => {
    expect(judge(fenced(answer), method, inClass)).toEqual(whole('    def f(self):\n        return 2'));
  });

  it('of new lines goes with the others (B09)', () => {
    expect(judge(fenced('def f(self):\n        value = 1\n        return value'), method, inClass)).toEqual(
      whole('    def f(self):\n        value = 1\n        return value'),
    );
  });

  it.each([['    def f(self):\n        return 2'], ['def f(self):\n    return 2'], ['  def f(self):\n    return 2']])(
    'is in the unit of the file (B10): %j',
    (answer) => {
      expect(judge(fenced(answer), '\tdef f(self):\n\t\treturn 1', inClass)).toEqual(
        whole('\tdef f(self):\n\t\treturn 2'),
      );
    },
  );

  it('is spaces where the file has spaces', () => {
    expect(judge(fenced('\tdef f(self):\n\t\treturn 2'), method, inClass)).toEqual(
      whole('    def f(self):\n        return 2'),
    );
  });

  it('in strings of several lines stays (B11)', () => {
    const code = '    def f(self):\n        return """\nleft\n  right"""';
    const answer = 'def f(self):\n    x = 1\n    return """\nleft\n  right\nnew"""';
    expect(judge(fenced(answer), code, inClass)).toEqual(
      whole('    def f(self):\n        x = 1\n        return """\nleft\n  right\nnew"""'),
    );
  });

  it('in template literals stays, whatever quotes stand before them', () => {
    const place = { languageId: 'typescript', label: 'a.ts', before: '{\n', after: '\n}\n' };
    const code = '  const it = "it\'s `";\n  const a = `\nb\n`;';
    const answer = 'const it = "it\'s `"; // don`t\nconst a = `\nb\nc\n`;\nrun();';
    expect(judge(fenced(answer, 'ts'), code, place)).toEqual(
      whole('  const it = "it\'s `"; // don`t\n  const a = `\nb\nc\n`;\n  run();', place),
    );
  });

  it('of here-documents stays, where the code has them already', () => {
    const place = { languageId: 'shellscript', label: 'a.sh', before: 'if x; then\n', after: '\nfi\n' };
    const code = '  cat <<END\ntext\nEND\n  ls';
    expect(judge(fenced('cat <<END\ntext\nEND\nls -l', 'sh'), code, place)).toEqual(
      proposal(
        `${place.before}  cat <<END\ntext\nEND\n  ls -l${place.after}`,
        // The lines of the document could as well be code that was moved.
        'unclear-indentation',
      ),
    );
  });
});
