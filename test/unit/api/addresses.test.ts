import { describe, expect, it } from 'vitest';
import { findProxy, parseProxy, proxyAuthorization } from '../../../src/api/transport/proxy.ts';
import { checkBaseUrl, shownAddress, tokensOfAddress } from '../../../src/shared/baseUrl.ts';

describe('a base URL', () => {
  it.each([
    ['https://opencodex.hk/api/v1', 'ok', 'https://opencodex.hk/api/v1'],
    [' https://opencodex.hk/api/v1// ', 'ok', 'https://opencodex.hk/api/v1'],
    ['https://opencodex.hk', 'ok', 'https://opencodex.hk'],
    ['http://localhost:8080/v1', 'insecure-loopback', 'http://localhost:8080/v1'],
    ['http://127.0.0.1/v1', 'insecure-loopback', 'http://127.0.0.1/v1'],
    ['http://[::1]:1/v1', 'insecure-loopback', 'http://[::1]:1/v1'],
  ])('%j is %s', (text, kind, url) => {
    expect(checkBaseUrl(text)).toEqual({ kind, url, origin: new URL(url).origin });
  });

  // Rows: T36
  it.each([
    ['', 'not-a-url'],
    ['opencodex.hk', 'not-a-url'],
    ['http://opencodex.hk', 'not-https'],
    ['http://127.0.0.1.evil.example', 'not-https'],
    ['http://localhost@evil.example', 'not-https'],
    ['http://0.0.0.0', 'not-https'],
    ['ftp://opencodex.hk', 'not-https'],
    ['javascript:alert(1)', 'not-https'],
    ['https://user:word@opencodex.hk', 'has-credentials'],
    ['https://opencodex.hk/v1?key=1', 'has-query'],
    ['https://opencodex.hk/v1#x', 'has-query'],
  ])('%j is refused: %s', (text, reason) => {
    expect(checkBaseUrl(text)).toEqual({ kind: 'refused', reason });
  });
});

describe('an address in a report', () => {
  it.each([
    ['https://opencodex.hk/api/v1', 'https://opencodex.hk/api/v1'],
    ['http://127.0.0.1:8321/api/v1', 'http://127.0.0.1:8321/api/v1'],
    ['https://a.example/compatible-mode/v1beta/openai/', 'https://a.example/compatible-mode/v1beta/openai/'],
    ['https://me:word@a.example/v1?key=1#x', 'https://a.example/v1'],
    ['https://a.example/v1/0f8c1d2e3b4a59687766/gw', 'https://a.example/v1/…/gw'],
    ['https://a.example/123e4567-e89b-12d3-a456-426614174000', 'https://a.example/…'],
    ['https://a.example/averylongwordindeed/v1', 'https://a.example/…/v1'],
    ['https://a.example/%41bcdefghijkl/v1', 'https://a.example/…/v1'],
    ['mailto:secret@a.example', undefined],
    ['a.example:secret/v1', undefined],
    ['not an address', undefined],
  ])('%s is %s', (text, shown) => {
    expect(shownAddress(text)).toBe(shown);
  });

  it('has tokens where something is hidden', () => {
    expect(tokensOfAddress('https://a.example/v1/0f8c1d2e3b4a59687766/gw')).toEqual(['0f8c1d2e3b4a59687766']);
    expect(tokensOfAddress('https://a.example/compatible-mode/v1')).toEqual([]);
    expect(tokensOfAddress('none')).toEqual([]);
  });
});

it('a base URL is what is seen of it, whatever was copied along', () => {
  const seen = { kind: 'ok', url: 'https://gw.example/v1', origin: 'https://gw.example' };
  for (const text of [
    'https://gw.example/v1\u200B',
    '\uFEFFhttps://gw.example/v1 ',
    'https://gw\u00AD.example/v1\u2060/',
  ]) {
    expect(checkBaseUrl(text)).toEqual(seen);
  }
});

describe('the proxy', () => {
  const url = new URL('https://opencodex.hk/api/v1');

  it.each([
    ['none', {}, {}, undefined],
    ['the setting first', { url: 'http://p:1' }, { HTTPS_PROXY: 'http://q:1' }, 'http://p:1'],
    ['the environment', {}, { https_proxy: 'q:1' }, 'http://q:1'],
    ['the environment for http, too', {}, { HTTP_PROXY: 'http://q:1' }, 'http://q:1'],
    ['switched off', { url: 'http://p:1', support: 'off' }, { HTTPS_PROXY: 'http://q:1' }, undefined],
    ['excepted by the setting', { url: 'http://p:1', noProxy: ['.hk'] }, {}, undefined],
    ['excepted by the environment', { url: 'http://p:1' }, { NO_PROXY: 'a.example, opencodex.hk:443' }, undefined],
    ['excepted on another port', { url: 'http://p:1' }, { NO_PROXY: 'opencodex.hk:8443' }, 'http://p:1'],
    ['excepted for a similar name', { url: 'http://p:1', noProxy: ['codex.hk'] }, {}, 'http://p:1'],
    ['excepted for all', { url: 'http://p:1', noProxy: ['*'] }, {}, undefined],
  ] as const)('is right: %s', (_, settings, environment, expected) => {
    expect(findProxy(url, settings, environment)).toBe(expected);
  });

  it.each([
    ['https://[fd00::1]/v1', 'fd00::1', true],
    ['https://[fd00::1]/v1', 'FD00:0:0::1', true],
    ['https://[fd00::1]:8443/v1', '[fd00::1]:8443', true],
    ['https://[fd00::1]/v1', '[fd00::1]:8443', false],
    ['https://[fd00::1]/v1', 'fd00::/8', true],
    ['https://[fe80::1]/v1', 'fd00::/8', false],
    ['https://10.1.2.3/v1', '10.0.0.0/8', true],
    ['https://11.1.2.3/v1', '10.0.0.0/8', false],
    ['https://10.1.2.3/v1', '10.1.2.3', true],
    ['https://10.1.2.3/v1', '2.3', false],
    ['https://10.1.2.3/v1', '10.0.0.0/99', false],
    ['https://10.1.2.3/v1', '10.0.0.0/8/8', true],
    ['https://gw.corp/v1', '10.0.0.0/8', false],
    ['https://gw.corp/v1', 'GW.Corp.', true],
    ['https://gw.corp./v1', '.corp', true],
    ['https://例え.jp/v1', '例え.jp', true],
    ['https://a.例え.jp/v1', '*.xn--r8jz45g.jp', true],
  ])('%s is excepted by %s: %s', (address, exception, isExcepted) => {
    const expected = isExcepted ? undefined : 'http://p:1';
    expect(findProxy(new URL(address), { url: 'http://p:1', noProxy: [exception] }, {})).toBe(expected);
    expect(findProxy(new URL(address), { url: 'http://p:1' }, { no_proxy: `x.test,${exception}` })).toBe(expected);
  });

  it.each([
    ['http://me:pass@p:1', 'me:pass'],
    ['http://me:p%40ss@p:1', 'me:p@ss'],
    ['http://me:100%@p:1', 'me:100%'],
    ['http://me:50%25%zz%C3%A9x%ff@p:1', 'me:50%%zzéx%ff'],
    ['http://DOMAIN%5Cme:x@p:1', 'DOMAIN\\me:x'],
    ['http://me@p:1', 'me:'],
  ])('is told by %s who asks: %s', (address, credentials) => {
    const proxy = parseProxy(address);
    expect(proxy && proxyAuthorization(proxy, {})).toBe(`Basic ${Buffer.from(credentials).toString('base64')}`);
    expect(proxy && proxyAuthorization(proxy, { authorization: 'Negotiate x' })).toBe('Negotiate x');
  });

  it.each([
    'socks5://p:1',
    'http://',
    'http://DOMAIN\\me:x@p:1',
    'http://p:1/proxy.pac',
    'pac+http://p:1/',
    'http://me:a#b@p:1',
  ])('is none: %s', (address) => {
    expect(parseProxy(address)).toBeUndefined();
  });

  it('never stands before this machine', () => {
    expect(findProxy(new URL('http://127.0.0.1:1/'), { url: 'http://p:1' }, {})).toBeUndefined();
  });
});
