import { describe, expect, it } from 'vitest';
import { codeActions } from '../../../src/contributions/codeActions.ts';
import { costPolicyOf, features } from '../../../src/contributions/features.ts';

describe('the features that ask for paid answers', () => {
  it('are all measured, and so is one without a row', () => {
    expect([...features.keys()]).toEqual(['chat', ...Object.keys(codeActions), 'diagnose']);
    expect([...features.keys(), 'of a newer version'].map(costPolicyOf)).toEqual(
      [...features.keys(), 'of a newer version'].map(() => 'measure'),
    );
  });
});
