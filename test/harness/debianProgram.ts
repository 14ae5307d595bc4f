// Small programs that only some goals need. They are installed on first use, if the machine allows it.
import { access } from 'node:fs/promises';
import { runOrThrow } from './processes.ts';

/** The path of a program whose Debian package has the same name. @throws Error with one sentence that says what to install. */
export async function ensureDebianProgram(name: 'strace' | 'unzip'): Promise<string> {
  const path = `/usr/bin/${name}`;
  try {
    await access(path);
  } catch {
    if (process.getuid?.() !== 0) {
      throw new Error(`This goal needs ${name}: install it (apt-get install ${name}).`);
    }
    await runOrThrow(`${name} could not be installed`, 'apt-get', ['install', '-y', name], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  return path;
}
