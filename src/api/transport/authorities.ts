// The certificate authorities that our direct transport trusts. Those of the system are read in a worker thread: a system service may
// judge each of them, even over the network, which takes macOS up to 40 s and blocks the thread that asks.
import { once } from 'node:events';
import tls from 'node:tls';
import { Worker } from 'node:worker_threads';
import type { ProxySettings } from './proxy.ts';

const question = `
  const { parentPort } = require('node:worker_threads');
  parentPort.postMessage(require('node:tls').getCACertificates('system'));`;

/** The authorities to trust, as PEM texts; undefined for Node's defaults. Never rejects. */
export async function trustedAuthorities(settings: ProxySettings): Promise<string[] | undefined> {
  const system = await systemAuthorities(settings);
  return system === undefined ? undefined : [...new Set([...tls.getCACertificates('default'), ...system])];
}

/** The authorities that the system trusts, as PEM texts; undefined where they do not count or cannot be read. Never rejects. */
export async function systemAuthorities({ systemCertificates }: ProxySettings): Promise<readonly string[] | undefined> {
  // `getCACertificates` is missing before Node 22.15.
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
