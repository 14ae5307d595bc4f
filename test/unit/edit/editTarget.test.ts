import { describe, expect, it } from 'vitest';
import { buildEditMessages } from '../../../src/edit/editPrompt.ts';
import { applyReplacement, createEditTarget } from '../../../src/edit/editTarget.ts';
import { ProposalBuilder } from '../../../src/edit/proposalBuilder.ts';

const text = 'class A {\n  one() {\n    return 1;\n  }\n\n  two() {}\n}\n';
const file = { label: 'a.ts', languageId: 'typescript', text };

function targetOf(code: string): ReturnType<typeof createEditTarget> {
  const start = text.indexOf(code);
  return createEditTarget(file, start, start + code.length);
}

describe('createEditTarget', () => {
  it('widens a selection to whole lines', () => {
    expect(targetOf('return').code).toBe('    return 1;');
  });

  it('does not take a line of which only the start is selected', () => {
    const target = createEditTarget(file, text.indexOf('  one'), text.indexOf('    return'));
    expect(target.code).toBe('  one() {');
  });

  it('takes the line of an empty selection, also at the end of the file', () => {
    expect(createEditTarget(file, text.indexOf('two'), text.indexOf('two')).code).toBe('  two() {}');
    expect(createEditTarget(file, text.length, text.length)).toMatchObject({ start: text.length, code: '' });
  });
});

describe('applyReplacement', () => {
  it('changes nothing outside the lines of the target', () => {
    const target = targetOf('  one() {\n    return 1;\n  }');
    const result = applyReplacement(target, '  one() {\n    return 2;\n  }\n');
    expect(result).toBe(text.replace('return 1', 'return 2'));
  });

  it('restores the outer indentation that a model left out', () => {
    const target = targetOf('  one() {\n    return 1;\n  }');
    expect(applyReplacement(target, 'one() {\n  return 2;\n}\n')).toBe(text.replace('return 1', 'return 2'));
  });

  it('leaves blank lines blank', () => {
    expect(applyReplacement(targetOf('  two() {}'), 'two() {\n\n}')).toContain('  two() {\n\n  }\n');
  });
});

describe('ProposalBuilder', () => {
  const target = targetOf('  two() {}');

  it('is the file as it was until code has come', () => {
    const builder = new ProposalBuilder(target);
    builder.push('Sure!\n\n```ts\n');
    expect(builder.text).toBe(text);
  });

  it('takes a million line ends in a moment, in the middle and before the first word', () => {
    const builder = new ProposalBuilder(target);
    const lineEnds = '\n'.repeat(1_000_000);
    const startedAt = process.cpuUsage();
    builder.push(`\`\`\`ts${lineEnds}  two() {${lineEnds}  }\n\n\n\`\`\`\n`);
    const { text: growing } = builder;
    const judgement = builder.end('stop');
    const proposed = judgement.kind === 'proposal' ? judgement.text : '';
    const { user, system } = process.cpuUsage(startedAt);
    expect(growing.length).toBeGreaterThan(2_000_000);
    expect(proposed.length).toBeGreaterThan(2_000_000);
    expect(proposed).toContain('two() {\n');
    // Three seconds of the processor; what begins anew at each line end took minutes.
    expect(user + system).toBeLessThan(3_000_000);
  });

  it.each([
    ['whole', '```\n', 'stop', ['too-long']],
    ['cut off', '', 'stop', ['cut-off', 'too-long']],
    ['stopped', '```\n', 'stopped', ['cut-off', 'too-long']],
  ] as const)(
    'takes the first block of an answer that is too long to be judged, and says so: %s',
    (_name, fence, outcome, doubts) => {
      const builder = new ProposalBuilder(target);
      const code = `  two() {\n${'    call();\n'.repeat(20_000)}  }\n`;
      builder.push(`\`\`\`ts\n${code}${fence}`);
      expect(builder.end(outcome)).toEqual({ kind: 'proposal', text: text.replace('  two() {}\n', code), doubts });
    },
  );

  it('proposes nothing where there is no code', () => {
    const builder = new ProposalBuilder(target);
    builder.push('Sorry, I cannot help.');
    expect(builder.end('stop')).toEqual({ kind: 'nothing', why: 'no-code' });
    expect(builder.text).toBe(text);
  });
});

describe('buildEditMessages', () => {
  it('ends with the code to change, in a fence that nothing inside can close', () => {
    const markdown = { label: 'a.md', languageId: 'markdown', text: '```js\na\n```\n' };
    const [, user] = buildEditMessages(createEditTarget(markdown, 0, 11), 'Refactor this.', '');
    expect(user?.content).toMatch(
      /Fence your block with ````\. The code to change:\n\n````markdown\n```js\na\n```\n````$/,
    );
  });

  it('sends the surroundings as context and the user’s own instructions', () => {
    const [system, user] = buildEditMessages(targetOf('    return 1;'), 'Refactor this.', ' Use tabs. ');
    expect(system?.content).toMatch(/\n\nUse tabs\.$/);
    expect(user?.content).toContain('class A {\n  one() {\n');
    expect(user?.content).toContain('  two() {}\n}');
  });
});
