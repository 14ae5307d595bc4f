// Which files are asked about before they are sent.
import { describe, expect, it } from 'vitest';
import { looksSecret } from '../../../src/shared/secretFiles.ts';

// Rows: T17, T33
describe('looksSecret', () => {
  it.each([
    '.env',
    '/work/app/.env.local',
    '.ENV',
    '.env.production~',
    'config/prod.env',
    '.envrc',
    '.dev.vars',
    'C:\\work\\server.pem',
    'tls/server.key',
    'AuthKey_ABC.p8',
    'release.keystore',
    'passwords.kdbx',
    '/home/me/.ssh/config',
    'id_rsa',
    'id_ed25519_work',
    'id_ecdsa.bak',
    '.npmrc',
    '.yarnrc.yml',
    '.pypirc',
    '_netrc',
    '.git-credentials',
    '.pgpass',
    '/home/me/.aws/credentials',
    '/home/me/.aws/config',
    '.docker/config.json',
    '.kube/config',
    '/etc/shadow',
    'credentials.json',
    'secrets.yaml',
    '.secrets',
    'api_key.txt',
    'service-account-prod.json',
    'client_secret_123.apps.json',
    'local.settings.json',
    'auth.json',
    'prod.tfvars',
    'terraform.tfstate.backup',
    'deploy/secrets/db.txt',
    'default.pem',
    'example.key',
    'app/.env.local',
    'C:\\work\\.env.production',
    'store.p12',
    'id_ed25519_sk',
    'auth.prod.json',
  ])('is true of %s', (path) => {
    expect(looksSecret(path)).toBe(true);
  });

  it.each([
    'src/app.ts',
    '.env.example',
    '.env.sample',
    'env.ts',
    'environment.env.ts',
    'id_mapping.py',
    'id_rsa.pub',
    'keys.ts',
    'tokens.ts',
    'secretFiles.ts',
    'passwordField.tsx',
    'monkey',
    'authors.json',
    'credentials.test.ts',
    'package.json',
    'tsconfig.json',
    'auth.ts',
    'README.md',
    'terraform.tfvars.example',
    'secrets.example.yaml',
    '',
    '/',
    'Untitled-1',
  ])('is false of %j', (path) => {
    expect(looksSecret(path)).toBe(false);
  });
});
