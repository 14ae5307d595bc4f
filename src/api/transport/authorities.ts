// Whom our own way trusts. What the system trusts is asked for in a thread of its own: each certificate may be judged by a service of
// the system, over the network even, and that takes macOS up to 40 s, in which nothing else runs in the asking thread.
import { once } from 'node:events';
import tls from 'node:tls';
import { Worker } from 'node:worker_threads';
import type { ProxySettings } from './proxy.ts';

const question = `
  const { parentPort } = require('node:worker_threads');
  parentPort.postMessage(require('node:tls').getCACertificates('system'));`;

/** In PEM form; undefined for Node's defaults. Never rejects. */
export async function trustedAuthorities(settings: ProxySettings): Promise<string[] | undefined> {
  const system = await systemAuthorities(settings);
  return system === undefined ? undefined : [...new Set([...tls.getCACertificates('default'), ...system])];
}

/** What the system trusts, in PEM form; undefined where that does not count. Never rejects. */
export async function systemAuthorities({ systemCertificates }: ProxySettings): Promise<readonly string[] | undefined> {
  // Missing before Node 22.15.
  if (systemCertificates === false || typeof tls.getCACertificates !== 'function') {
    return undefined;
  }
  try {
    const worker = new Worker(question, { eval: true });
    const answer: readonly unknown[] = await once(worker, 'message');
    void worker.terminate();
    return answer.flat().filter((item) => typeof item === 'string');
  } catch {
    return tls.getCACertificates('system');
  }
}
