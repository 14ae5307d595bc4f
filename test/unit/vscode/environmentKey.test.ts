// The key of the environment is offered where it belongs, and nowhere else.
import { describe, expect, it } from 'vitest';
import { keyFromEnvironment } from '../../../src/vscode/gateway/environmentKey.ts';

const key = 'sk-live-environment-000000001234';
const environment = { OPENCODEX_API_KEY: key };

describe('the key of the environment', () => {
  it.each(['https://opencodex.hk/api/v1', 'https://opencodex.hk', ' https://OPENCODEX.hk:443/other// '])(
    'is offered for %s, with its host and its end',
    (baseUrl) => {
      expect(keyFromEnvironment(environment, baseUrl)).toEqual({ key, host: 'opencodex.hk', ending: '1234' });
    },
  );

  it.each([
    'https://gateway.example/api/v1',
    'https://opencodex.hk.example/api/v1',
    'https://opencodex.hk:8443/api/v1',
    'https://api.opencodex.hk/v1',
    'https://opencodex.hk./api/v1',
    'https://opencodex.hk@gateway.example/api/v1',
    'http://opencodex.hk/api/v1',
    'http://127.0.0.1:8321/api/v1',
    'https://localhost/api/v1',
    'opencodex.hk',
    '',
  ])('is not offered for %s', (baseUrl) => {
    expect(keyFromEnvironment(environment, baseUrl)).toBeUndefined();
  });

  it.each([{}, { OPENCODEX_API_KEY: undefined }, { OPENCODEX_API_KEY: '  ' }, { OPENAI_API_KEY: key }])(
    'is none in %j',
    (other) => {
      expect(keyFromEnvironment(other, 'https://opencodex.hk/api/v1')).toBeUndefined();
    },
  );

  it('shows no end of a short one', () => {
    const short = keyFromEnvironment({ OPENCODEX_API_KEY: ' sk-live-1234567 ' }, 'https://opencodex.hk');
    expect(short).toEqual({ key: 'sk-live-1234567', host: 'opencodex.hk', ending: '' });
  });
});
