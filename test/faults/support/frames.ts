// How long a page of Chromium keeps its user waiting for a frame: by the browser's own record of what its main thread did.
import type { Browser } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: when it began. */
  readonly ts: number;
  readonly dur?: number;
  /** Of the processor, in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const categories = ['disabled-by-default-devtools.timeline', 'disabled-by-default-devtools.timeline.frame'];

/**
 * Runs the work, which shows one page, and returns the most that the page's main thread worked from one frame to the next, in
 * milliseconds of the processor. The clock would count what other programs do meanwhile; an idle page works next to nothing.
 */
export async function longestFrame(browser: Browser, work: () => Promise<void>): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const completed = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories, recordMode: 'recordAsMuchAsPossible' },
  });
  try {
    await work();
  } finally {
    await session.send('Tracing.end');
    await completed;
    await session.detach();
  }
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  return Math.max(
    0,
    ...mains.map(({ pid, tid }) => longestOf(events.filter((one) => one.pid === pid && one.tid === tid))),
  );
}

function longestOf(events: readonly TraceEvent[]): number {
  const tasks = events.filter(({ name }) => name === 'RunTask').sort((a, b) => a.ts - b.ts);
  const frames = events.filter(({ name }) => name === 'BeginMainThreadFrame').map(({ ts }) => ts);
  frames.sort((a, b) => a - b);
  let longest = 0;
  let sum = 0;
  let next = 0;
  for (const { ts, dur = 0, tdur = 0 } of tasks) {
    const end = ts + dur;
    if ((frames[next] ?? Infinity) <= end) {
      // A frame begins in this task.
      longest = Math.max(longest, sum);
      sum = 0;
      while ((frames[next] ?? Infinity) <= end) {
        next += 1;
      }
    }
    sum += tdur;
  }
  return Math.max(longest, sum) / 1000;
}
