// What counts as a key, a private key or a file of secrets, and what does not.
import { describe, expect, it } from 'vitest';
import { findSecret } from '../../../src/shared/secrets.ts';

const random = 'q7Xr2Lm9Tz4Vb8Nc1Kd5Wf3Hs6Jg0PyQ7Xr2Lm9Tz4';

// Rows: T39
describe('a text with', () => {
  it.each([
    ['sk-liv', `sk-live-${random}`],
    ['sk-pro', `sk-proj-${random}_${random}`],
    ['sk-ant', `sk-ant-api03-${random}`],
    ['sk-or-', `sk-or-v1-${random}`],
    ['ghp_q7', `ghp_${random.slice(0, 36)}`],
    ['gho_q7', `gho_${random.slice(0, 36)}`],
    ['github', `github_pat_${random.slice(0, 22)}_${random}`],
    ['glpat-', `glpat-${random.slice(0, 20)}`],
    ['AKIAIO', 'AKIAIOSFODNN7EXAMPLE'],
    ['ASIAIO', 'ASIAIOSFODNN7EXAMPLE'],
    ['LTAI5t', `LTAI5t${'Q7xR'.repeat(4)}m`],
    ['AKIDz8', `AKIDz8${'Q7xR2m'.repeat(5)}`],
    ['AIzaq7', `AIza${random.slice(0, 35)}`],
    ['sk_liv', `sk_live_${random.slice(0, 24)}`],
    ['xoxb-1', `xoxb-123456789012-${random.slice(0, 24)}`],
    ['npm_q7', `npm_${random.slice(0, 36)}`],
    ['hf_q7X', `hf_${random.slice(0, 34)}`],
    ['gsk_q7', `gsk_${random}${random}`],
    ['xai-q7', `xai-${random}${random}`],
  ])('%s holds a key', (begins, key) => {
    for (const text of [key, `key=${key}`, `Why does "${key}" fail?`, `a\nb: ${key}\nc`, `(${key})`, `世${key}界`]) {
      expect(findSecret(text)).toEqual({ kind: 'key', begins });
    }
  });

  it.each([
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN RSA PRIVATE KEY-----',
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    '-----BEGIN ENCRYPTED PRIVATE KEY-----',
    '-----BEGIN EC PRIVATE KEY-----',
    '-----BEGIN PGP PRIVATE KEY BLOCK-----',
    'PuTTY-User-Key-File-3: ssh-ed25519',
    `AGE-SECRET-KEY-1${random.toUpperCase()}`,
  ])('%s holds a private key', (line) => {
    const body = 'MIIEvQIBADANBg';
    const headers = 'Version: GnuPG v2\nComment: mine\n\n';
    for (const rest of [
      `\n${body}`,
      `\r\n${body}`,
      `\\n${body}`,
      `\n\n  ${body}`,
      `\n+${body}`,
      `\n${headers}${body}`,
    ]) {
      expect(findSecret(`What is this?\n${line}${rest}`)).toEqual({ kind: 'private-key' });
    }
  });

  it.each([
    'How do I make an API key?',
    'sk-live-… is where a key begins',
    'the task-force-of-twenty-people-and-more',
    'sk-short',
    'sk-your-api-key-goes-here',
    'sk-xxxxxxxxxxxxxxxxxxxxxxxx',
    '<div class="sk-text-repr-fallback">',
    'What does -----BEGIN RSA PRIVATE KEY----- mean in a file?',
    'It says "Expected -----BEGIN PRIVATE KEY-----".',
    '-----BEGIN PRIVATE KEY-----\nMIIE...\n-----END PRIVATE KEY-----',
    'pip install scikit-learn sk-learn',
    '.sk-folding-cube-animation { }, class="sk-text-repr-fallback" id="sk-container-id-1"',
    '-----BEGIN CERTIFICATE-----',
    '-----BEGIN PUBLIC KEY-----',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@here',
    'a commit: 3f2a9c8b7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a',
    'id 123e4567-e89b-12d3-a456-426614174000',
    'process.env.OPENAI_API_KEY',
    'ghp_…, AKIA, hf_model, npm_config_registry=https://registry.npmjs.org',
    '',
  ])('%j holds none', (text) => {
    expect(findSecret(text)).toBeUndefined();
  });

  it('two million characters of beginnings is looked through at once', () => {
    for (const part of ['sk-', 'sk-sk_', 'ghp_', '-----BEGIN ', 'AKIA', 'xoxb-', 'AIza-', '-----BEGIN AAAAAAAAAA']) {
      const text = part.repeat(2_000_000 / part.length);
      const startedAt = performance.now();
      findSecret(text);
      expect([part, performance.now() - startedAt < 2_000]).toEqual([part, true]);
    }
  });
});
