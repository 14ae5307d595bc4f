// Waits for a condition by polling.

const waitsAtMostMs = 30_000;

/** Reads until the condition holds, with `pause` between two reads. @throws Error with the last value after `timeoutMs`. */
export async function waitUntil<Value>(
  read: () => Promise<Value>,
  condition: (value: Value) => boolean,
  pause: () => Promise<unknown>,
  timeoutMs = waitsAtMostMs,
): Promise<Value> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (condition(value)) {
      return value;
    }
    if (performance.now() > end) {
      throw new Error(
        `The condition did not hold within ${timeoutMs / 1000} s; the last value was ${JSON.stringify(value)}`,
      );
    }
    await pause();
  }
}
