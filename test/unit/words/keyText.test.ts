// Which keys are kept, and what is said of the others.
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/api/errors.ts';
import { defaultBaseUrl } from '../../../src/shared/baseUrl.ts';
import { createTranslate } from '../../../src/shared/translate.ts';
import { judgeKey, keyFormProblem } from '../../../src/words/keyText.ts';

const t = createTranslate({});
const elsewhere = 'http://127.0.0.1:1/v1';
const textOf = (): string => 'described';

describe('the form of a key', () => {
  it.each(['a b', 'sk-live-é', 'sk-live-\u200b', 'sk-live-\n'])('refuses %j at any address', (key) => {
    const problem = 'A key has no spaces or special characters. Was something else pasted?';
    expect(keyFormProblem(key, defaultBaseUrl, t)).toBe(problem);
    expect(keyFormProblem(key, elsewhere, t)).toBe(problem);
  });

  it('has its beginning at the default address only', () => {
    expect(keyFormProblem('sk-test-1', defaultBaseUrl, t)).toBe('An OpenCodex key begins with sk-live-.');
    expect(keyFormProblem('sk-test-1', elsewhere, t)).toBeUndefined();
    expect(keyFormProblem('sk-live-1', defaultBaseUrl, t)).toBeUndefined();
  });
});

describe('a key that did not get through', () => {
  it('is refused only where the gateway says that it is invalid', () => {
    const doubtful = { kind: 'doubtful', reason: 'described' };
    expect(judgeKey(new ApiError('invalid-key', ''), false, textOf)).toEqual({ kind: 'refused' });
    expect(judgeKey(new ApiError('unreachable', ''), false, textOf)).toEqual(doubtful);
    expect(judgeKey(new Error('x'), false, textOf)).toEqual(doubtful);
  });

  it('is nothing any more once the user has given up', () => {
    expect(judgeKey(new ApiError('invalid-key', ''), true, textOf)).toEqual({ kind: 'given-up' });
  });
});
