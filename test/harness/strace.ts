// strace, which makes single calls of a program to the system fail: the disk errors that no disk produces on demand.
import { access } from 'node:fs/promises';
import { runOrThrow } from './processes.ts';

const path = '/usr/bin/strace';

/** Its path; installed where that is possible. @throws Error with one sentence saying what to install. */
export async function ensureStrace(): Promise<string> {
  try {
    await access(path);
  } catch {
    if (process.getuid?.() !== 0) {
      throw new Error('This goal needs strace: install it (apt-get install strace). It is there on Linux only.');
    }
    await runOrThrow('strace could not be installed', 'apt-get', ['install', '-y', 'strace'], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  return path;
}
