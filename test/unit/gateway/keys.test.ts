// Who may ask, and what everyone else is told.
import { describe, expect, it } from 'vitest';
import { demoKey, expiredKey, revokedKey } from '../../gateway/gateway.ts';
import { ask, type ErrorBody, json, openGateway, read } from './support.ts';

const refused = [
  ['no key', undefined, 'missing_api_key', /Missing API Key/],
  ['a malformed key', 'sk-test-0000000000000000', 'malformed_api_key', /must start with sk-live-/],
  ['an unknown key', 'sk-live-unknown-000000000000', 'invalid_api_key', /Invalid API Key/],
  ['an expired key', expiredKey, 'expired_api_key', /Expired API Key/],
  ['a revoked key', revokedKey, 'revoked_api_key', /Revoked API Key/],
] as const;

describe('keys', () => {
  it('accepts the demo key on every route', async () => {
    const gateway = await openGateway();
    const statuses = [
      (await ask(gateway, 'hi')).status,
      (await read(gateway, '/models')).status,
      (await read(gateway, '/balance')).status,
    ];
    expect(statuses).toEqual([200, 200, 200]);
  });

  it.each(refused)('refuses %s', async (_, key, code, message) => {
    const gateway = await openGateway();
    const response = await ask(gateway, 'hi', {}, { key });
    const { error } = await json<ErrorBody>(response);
    expect(response.status).toBe(401);
    expect(error).toMatchObject({ type: 'authentication_error', code });
    expect(error.message).toMatch(message);
    expect(JSON.stringify(error)).not.toContain(key ?? 'Bearer undefined');
  });

  it.each(['/models', '/balance'])('refuses an expired key at %s', async (path) => {
    const gateway = await openGateway();
    expect((await read(gateway, path, expiredKey)).status).toBe(401);
  });

  it('needs no key when told so, and counts the credits of those without', async () => {
    const gateway = await openGateway({ requireKey: false });
    const response = await ask(gateway, 'hi', {}, { key: undefined });
    await response.text();
    expect(response.status).toBe(200);
    expect(gateway.credits(demoKey)).toBe(500);
    expect(gateway.credits('')).toBeLessThan(500);
  });

  it('takes keys that are added while it runs', async () => {
    const gateway = await openGateway();
    const key = 'sk-live-late-0000000000000000';
    const before = (await read(gateway, '/models', key)).status;
    gateway.configure({ keys: { [key]: { state: 'active', credits: 1 } } });
    const during = (await read(gateway, '/models', key)).status;
    gateway.configure({ keys: { [key]: { state: 'revoked', credits: 1 } } });
    const after = (await read(gateway, '/models', key)).status;
    expect([before, during, after]).toEqual([401, 200, 401]);
  });

  it('gives every answer its own request id', async () => {
    const gateway = await openGateway();
    const responses = [await ask(gateway, 'hi'), await read(gateway, '/nothing'), await read(gateway, '/balance', 'x')];
    const ids = responses.map((response) => response.headers.get('x-request-id'));
    expect(responses.map((response) => response.status)).toEqual([200, 404, 401]);
    expect(ids.every((id) => id?.startsWith('req_'))).toBe(true);
    expect(new Set(ids).size).toBe(3);
  });
});
