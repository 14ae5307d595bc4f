import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DirectTransport } from '../../../src/api/transport/directTransport.ts';
import { collect, createClient, delta, done, finish, request, startServer } from './support/server.ts';

it('asks the proxy of the settings for a tunnel, with its authorization and never the key', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<string>();
  const proxy = createServer((socket) => {
    socket.once('data', (bytes) => {
      resolve(bytes.toString());
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
    });
    socket.on('error', () => undefined);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  const address = proxy.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = createClient({
    baseUrl: 'https://gateway.invalid/v1',
    apiKey: () => Promise.resolve('sk-live-canary'),
    proxy: { url: `http://127.0.0.1:${port}`, authorization: 'Basic abc', systemCertificates: false },
  });
  const { error } = await collect(client.streamChat(request));
  expect(error).toMatchObject({ kind: 'proxy' });
  const head = await asked;
  expect(head).toMatch(/^CONNECT gateway\.invalid:443 HTTP\/1\.1/);
  expect(head.toLowerCase()).toContain('proxy-authorization: basic abc');
  expect(head).not.toContain('canary');
});

it('fails plainly where the proxy is no address, and closes all the same', async () => {
  const client = createClient({
    baseUrl: 'https://gateway.invalid/v1',
    proxy: { url: 'http://', systemCertificates: false },
  });
  const { error } = await collect(client.streamChat(request));
  expect(error).toMatchObject({ kind: 'proxy', code: 'invalid-proxy' });
  await expect(client.close()).resolves.toBeUndefined();
});

describe('an answer that was packed all the same', () => {
  const plain = delta('a') + finish() + done;

  it.each([
    ['gzip', 'gzip', gzipSync(plain)],
    ['gzip by its other name', 'X-GZIP', gzipSync(plain)],
    ['deflate', 'deflate', deflateSync(plain)],
    ['deflate without its header', 'deflate', deflateRawSync(plain)],
    ['brotli', 'br', brotliCompressSync(plain)],
    ['zstd', 'zstd', zstdCompressSync(plain)],
    [
      'zstd, each event by itself',
      'zstd',
      Buffer.concat([delta('a'), finish(), done].map((one) => zstdCompressSync(one))),
    ],
    ['one after the other', 'gzip, br', brotliCompressSync(gzipSync(plain))],
    ['nothing and gzip', 'identity, gzip', gzipSync(plain)],
    ['gzip without a label', undefined, gzipSync(plain)],
    ['zstd without a label', undefined, zstdCompressSync(plain)],
    ['nothing, labelled as gzip', 'gzip', Buffer.from(plain)],
    ['nothing, labelled as brotli', 'br', Buffer.from(plain)],
    ['nothing, labelled as deflate', 'deflate', Buffer.from(plain)],
    ['nothing, labelled as what nobody knows', 'aws-chunked', Buffer.from(plain)],
  ])('is read: %s', async (_, label, bytes) => {
    const server = await startServer(async (response) => {
      response.writeHead(200, label === undefined ? {} : { 'content-encoding': label });
      response.write(bytes.subarray(0, 1));
      await nextTurn();
      response.end(bytes.subarray(1));
    });
    const { text, error } = await collect(createClient(server).streamChat(request));
    expect([text, error]).toEqual(['a', undefined]);
  });

  it.each([
    ['gzip', 0],
    ['gzip', 1],
    ['zstd', 0],
    ['zstd', 3],
  ] as const)('is no answer where %s ends after %i bytes', async (coding, length) => {
    const whole = coding === 'gzip' ? gzipSync(plain) : zstdCompressSync(plain);
    const server = await startServer((response) => {
      response.writeHead(200, { 'content-encoding': coding }).end(whole.subarray(0, length));
    });
    const { error } = await collect(createClient(server).streamChat(request));
    expect([error?.kind, server.received.length]).toEqual(['unreachable', 3]);
  });

  it('shows what came of it before it broke off', async () => {
    const server = await startServer((response) => {
      const bytes = gzipSync(delta('a') + finish() + done);
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bytes.length + 10 });
      response.write(bytes, () => response.destroy());
    });
    const { text } = await collect(createClient(server).streamChat(request));
    expect(text).toBe('a');
  });
});

it('leaves the dispatcher alone that other extensions share', async () => {
  const server = await startServer((response) => void response.end('[]'));
  // In a process of its own: here the test runner has filled the slot already.
  const program = `
    const { OpenCodexClient } = await import(process.argv[1]);
    const client = new OpenCodexClient({ baseUrl: process.argv[2], transport: 'direct' });
    await client.listModels();
    await client.close();
    const { Agent } = await import('undici');
    console.log(globalThis[Symbol.for('undici.globalDispatcher.1')] instanceof Agent);`;
  const module = new URL('../../../src/api/client.ts', import.meta.url).href;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program, module, server.baseUrl]);
  expect([stdout.trim(), server.received.length]).toEqual(['false', 1]);
});

it('sends nothing once closed', async () => {
  const server = await startServer((response) => void response.end());
  const transport = new DirectTransport({ choice: 'direct', proxy: {}, connectTimeoutMs: 1000, environment: {} });
  await transport.close();
  const { signal } = new AbortController();
  await expect(transport.request({ method: 'GET', url: new URL(server.origin), headers: {}, signal })).rejects.toThrow(
    'closed',
  );
  expect(server.received).toEqual([]);
});
