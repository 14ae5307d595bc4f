// The timer of the extension host, for code that has none of its own.

/** Does the job after `delayMs` milliseconds, unless what it returns is called before. */
export function schedule(job: () => void, delayMs: number): () => void {
  const timer = setTimeout(job, delayMs);
  return () => clearTimeout(timer);
}
