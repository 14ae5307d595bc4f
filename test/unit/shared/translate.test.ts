import { describe, expect, it } from 'vitest';
import { createTranslate } from '../../../src/shared/translate.ts';
import { fencedBlock } from '../../../src/shared/fence.ts';

describe('createTranslate', () => {
  it('gives the translation with its values, in whatever order they stand', () => {
    const t = createTranslate({ '{0} of {1}': '{1}: {0}' });
    expect(t('{0} of {1}', 2, 'three')).toBe('three: 2');
  });

  it('gives English where there is no translation', () => {
    expect(createTranslate({})('Wait {0} s', 5)).toBe('Wait 5 s');
    expect(createTranslate({})('toString')).toBe('toString');
  });

  it('leaves a placeholder without a value, and values that look like placeholders, alone', () => {
    expect(createTranslate({})('{0} {1}', '{1}')).toBe('{1} {1}');
  });
});

describe('fencedBlock', () => {
  it('uses a fence that the code cannot close', () => {
    expect(fencedBlock('a ```` b', 'md')).toBe('`````md\na ```` b\n`````');
    expect(fencedBlock('', '')).toBe('```\n```');
  });
});
