// A request to refactor gets its last code block back, changed a little, valid, and otherwise the same.
import { describe, expect, it } from 'vitest';
import { Script } from 'node:vm';
import { changeCode } from '../../gateway/answers/change.ts';
import { splitFences } from '../../gateway/answers/fences.ts';
import { ask, chunksOf, openGateway, textOf } from './support.ts';

const note = "Refactored by the local gateway's script.";

async function refactor(prompt: string) {
  const gateway = await openGateway();
  return splitFences(textOf(await chunksOf(await ask(gateway, prompt))));
}

/** The language's lines that the change did not add. */
function keptLines(code: string, changed: string): readonly string[] {
  const lines = changed.split('\n');
  return code.split('\n').filter((line) => lines.includes(line));
}

describe('a refactoring', () => {
  it('is one block with the same language, of the last block of the message', async () => {
    const prompt = [
      'File: `table.ts`',
      'Code before it, for context only:\n\n```typescript\nvar context = 1;\n```',
      'REFACTOR the code. The code to change:',
      '```typescript\nfunction addTax(price) {\n  var rate = 0.19;\n  return price * (1 + rate);\n}\n```',
    ].join('\n\n');
    const { blocks, prose } = await refactor(prompt);
    expect(prose).toBe('');
    expect(blocks).toEqual([
      {
        language: 'typescript',
        code: `/** Add tax. ${note} */\nfunction addTax(price) {\n  const rate = 0.19;\n  return price * (1 + rate);\n}\n`,
      },
    ]);
  });

  it('fences code that holds fences', async () => {
    const code = '# Title\n\n```ts\nvar a = 1;\n```\n\n````\nx\n````\n';
    const { blocks } = await refactor(`Refactor this.\n\n\`\`\`\`\`markdown\n${code}\`\`\`\`\``);
    expect(blocks).toEqual([{ language: 'markdown', code: `<!-- ${note} -->\n${code}` }]);
  });

  it('changes var, joined strings and the first function of JavaScript', () => {
    const code = [
      "import fs from 'fs';",
      '',
      'async function loadAll(names) {',
      '  var count = 0;',
      '  var texts = [];',
      '  for (var i = 0; i < names.length; i++) {',
      "    var path = 'data/' + names[i].dir + '.txt';",
      "    texts.push('read ' + names.first + ', then ' + count);",
      '    count += 1;',
      '  }',
      "  console.log('it\\'s ' + count, /'/.test(texts) ? 'a' + count : \"b\" + count);",
      '  return texts;',
      '}',
      '',
    ];
    expect(changeCode(code.join('\n'), 'javascript').split('\n')).toEqual([
      code[0],
      '',
      `/** Load all. ${note} */`,
      code[2],
      '  let count = 0;',
      '  const texts = [];',
      '  for (let i = 0; i < names.length; i++) {',
      "    const path = 'data/' + names[i].dir + '.txt';",
      '    texts.push(`read ${names.first}, then ${count}`);',
      code[8],
      code[9],
      "  console.log('it\\'s ' + count, /'/.test(texts) ? `a${count}` : `b${count}`);",
      code[11],
      code[12],
      '',
    ]);
  });

  it.each([
    ['used outside its block', 'if (a) { var x = 1; }\nuse(x);'],
    ['used outside its block, in a template', 'if (a) { var x = 1; }\nuse(`${x}`);'],
    ['used before', 'use(x);\nvar x = 1;'],
    ['declared twice', 'var x = 1;\nvar x = 2;'],
    ['a parameter of the same name', 'f(function (x) { var x = 1; });'],
    ['the only statement of an if', 'if (a) var x = 1;'],
    ['several names', 'var x = 1, y = 2;'],
    ['destructuring', 'var { x } = y;'],
    ['used in its own value', 'var x = x || 1;'],
    ['a loop without a block', 'for (var i = 0; i < 3; i++) f(i);'],
    ['used after its loop', 'for (var i = 0; i < 3; i++) { f(i); }\nuse(i);'],
    ['half a function', 'var x = 1;\n}'],
  ])('leaves var alone: %s', (_, code) => {
    expect(changeCode(code, 'js')).toBe(`// ${note}\n${code}`);
  });

  it.each([
    ['never assigned again', 'var x = 1;\nuse(x);', 'const x'],
    ['an element assigned', 'var x = [];\nx[0] = 1;', 'const x'],
    ['assigned', 'var x = 1;\nx = 2;', 'let x'],
    ['counted', 'var x = 1;\n--x;', 'let x'],
    ['assigned by a pattern', 'var x = 1;\n[x] = [2];', 'let x'],
    ['assigned by a loop', 'var x;\nfor (x of [1]) {}', 'let x'],
    ['without a value', 'var x;\nuse(x);', 'let x'],
    ['without semicolons', 'var x = f(\n  1,\n)\nuse(x)', 'const x'],
    ['with a type', 'var x: () => number = f;', 'const x'],
    ['of a for-in loop', 'for (var x in list) { use(x); }', 'const x'],
  ])('changes var: %s', (_, code, words) => {
    expect(changeCode(code, 'ts')).toBe(code.replace('var x', words));
  });

  it.each([
    "a('b' + c * 2);",
    "a('b' + c());",
    "a(b + 'c' + d);",
    "a('b\\n' + c);",
    "a('`' + c);",
    "a('b' + 'c');",
    "a('b' +\n  c);",
    "a = 'b' + c\n  .trim()",
    "// it is 'b' + c",
    "x = `'b' + c`",
  ])('leaves strings alone: %s', (code) => {
    expect(changeCode(code, 'js')).toBe(`// ${note}\n${code}`);
  });

  it('keeps JavaScript valid and its result the same', () => {
    const code = [
      'var total = 0, seen = {};',
      'function describeAll(list) {',
      '  var text = "";',
      '  for (var i = 0; i < list.length; i++) {',
      "    var item = list[i], name = 'n' + i;",
      '    if (item > 1) { var big = item; text += "big:" + big + ";"; }',
      "    else { text += `small ${item}` + '!'; }",
      '    seen[name] = i;',
      '  }',
      '  return text + big;',
      '}',
      'describeAll([1, 2, 3]) + Object.keys(seen).join();',
    ].join('\n');
    const changed = changeCode(code, 'javascript');
    const run = (source: string): unknown => new Script(source).runInNewContext();
    expect(changed).not.toBe(code);
    expect(run(changed)).toBe(run(code));
    expect(run(code)).toBe('small 1!big:2;big:3;3n0,n1,n2');
  });

  it('does not comment a function twice, and finds methods', () => {
    const commented = '// Adds.\nfunction add() {}\n';
    expect(changeCode(commented, 'js')).toBe(`// ${note}\n${commented}`);
    const method = '  private async readAll(path: string): Promise<void> {\n    await go(path);\n  }\n';
    expect(changeCode(method, 'ts')).toBe(`  /** Read all. ${note} */\n${method}`);
  });

  it.each([
    ['python', '    def f():\n        pass\n', `    # ${note}\n`],
    ['sql', 'SELECT 1;\n', `-- ${note}\n`],
    ['go', 'package main\n', `// ${note}\n`],
    ['css', 'a { b: c }\n', `/* ${note} */\n`],
    ['html', '<p>x</p>\n', `<!-- ${note} -->\n`],
    ['rust', 'fn main() {}', `// ${note}\n`],
    ['yaml', 'a: 1\r\nb: 2\r\n', `# ${note}\r\n`],
  ])('puts a comment above %s and keeps the rest', (language, code, comment) => {
    expect(changeCode(code, language)).toBe(comment + code);
  });

  it('keeps a first line that must stay first', () => {
    expect(changeCode('#!/bin/sh\necho\n', 'bash')).toBe(`#!/bin/sh\n# ${note}\necho\n`);
    expect(changeCode('<!DOCTYPE html>\n<p>\n', 'html')).toBe(`<!DOCTYPE html>\n<!-- ${note} -->\n<p>\n`);
  });

  it('keeps JSON valid', () => {
    const code = '{\n  "a": 1\n}\n';
    const changed = changeCode(code, 'json');
    expect(JSON.parse(changed)).toEqual({ $comment: note, a: 1 });
    expect(keptLines(code, changed)).toEqual(code.split('\n'));
    expect(changeCode('[1]', 'json')).toBe('[1]');
  });
});
