// Whom our own way trusts, and that finding out stops nobody.
import tls from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemAuthorities, trustedAuthorities } from '../../../src/api/transport/authorities.ts';

afterEach(() => void vi.restoreAllMocks());

describe('what the system trusts', () => {
  // Rows: T45
  it('is never asked for in the thread in which everything runs', async () => {
    const asked = vi.spyOn(tls, 'getCACertificates');
    const system = await systemAuthorities({});
    const trusted = await trustedAuthorities({});
    expect(asked.mock.calls.flat()).toEqual(['default']);
    expect(system).toEqual(tls.getCACertificates('system'));
    expect(new Set(trusted)).toEqual(new Set([...tls.getCACertificates('default'), ...(system ?? [])]));
  });

  it('does not count where the user has switched it off', async () => {
    expect(await systemAuthorities({ systemCertificates: false })).toBeUndefined();
    expect(await trustedAuthorities({ systemCertificates: false })).toBeUndefined();
  });
});
