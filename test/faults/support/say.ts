// What a window says to its judge, at once, so that nothing is lost with the process.
import { writeSync } from 'node:fs';

/** Writes a line to the standard output; waits for room where the judge is slow to read. */
export function say(line: string): void {
  let bytes = Buffer.from(`${line}\n`);
  while (bytes.length > 0) {
    bytes = bytes.subarray(writeSome(bytes));
  }
}

/** How many bytes there was room for: a pipe that is full takes none. */
function writeSome(bytes: Buffer): number {
  try {
    return writeSync(1, bytes);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EAGAIN') {
      return 0;
    }
    throw thrown;
  }
}
