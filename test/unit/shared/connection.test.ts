// Whether a request can be made to an address, with and without a key.
import { describe, expect, it } from 'vitest';
import { connectionTo, obstacleOf } from '../../../src/shared/connection.ts';

describe('the connection to', () => {
  it.each([
    ['https://opencodex.hk/api/v1', { isKeyOptional: false }],
    ['https://127.0.0.1:8080/v1', { isKeyOptional: true }],
    ['http://localhost:8080/v1', { isKeyOptional: true, insecureOrigin: 'http://localhost:8080' }],
    ['http://example.com', { isKeyOptional: false, addressProblem: 'not-https' }],
    ['https://user:secret@example.com', { isKeyOptional: false, addressProblem: 'has-credentials' }],
    ['https://example.com/?a=b', { isKeyOptional: false, addressProblem: 'has-query' }],
    ['gateway', { isKeyOptional: false, addressProblem: 'not-a-url' }],
  ])('%s', (baseUrl, expected) => {
    expect(connectionTo(baseUrl, false)).toEqual({ hasKey: false, ...expected });
    expect(connectionTo(baseUrl, true)).toEqual({ hasKey: true, ...expected });
  });

  it('an address of others needs a key, one of this computer does not, and a bad one is of no use with a key', () => {
    expect(obstacleOf(connectionTo('https://opencodex.hk', false))).toEqual({ kind: 'no-key' });
    expect(obstacleOf(connectionTo('https://opencodex.hk', true))).toBeUndefined();
    expect(obstacleOf(connectionTo('http://[::1]:1', false))).toBeUndefined();
    expect(obstacleOf(connectionTo('ftp://opencodex.hk', true))).toEqual({ kind: 'address', reason: 'not-https' });
  });
});
