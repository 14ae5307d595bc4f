// How long this thread's event loop stands still: a timer of one millisecond, and what the thread has worked between two of its ticks.
import { setImmediate } from 'node:timers/promises';

/** What was measured while some work ran. In milliseconds. */
export interface Blocks {
  /** The longest time in which no timer could run. */
  readonly longest: number;
  /** What the thread has worked in all. */
  readonly cpu: number;
}

/** Processor time of this thread, in milliseconds. */
function threadCpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/**
 * Runs the work and watches the event loop meanwhile. Counted of each stretch between two ticks is the less of the time on the clock
 * and the processor time of this thread: while other programs have the processor nothing of ours is at fault.
 */
export async function watchBlocks(work: () => Promise<void>): Promise<Blocks> {
  await setImmediate();
  const start = threadCpu();
  let longest = 0;
  let lastCpu = start;
  let lastTime = performance.now();
  const look = (): void => {
    const cpu = threadCpu();
    const time = performance.now();
    longest = Math.max(longest, Math.min(cpu - lastCpu, time - lastTime));
    lastCpu = cpu;
    lastTime = time;
  };
  const timer = setInterval(look, 1);
  try {
    await work();
    // Work that ends in a long stretch has not let the timer run since.
    await setImmediate();
  } finally {
    look();
    clearInterval(timer);
  }
  return { longest, cpu: threadCpu() - start };
}
