// The steps that `npm run demo -- --check` walks through, so that the demo cannot rot.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mainJob } from '../harness/walkthrough.ts';
import { useStage } from './support/stage.ts';

const ordersFile = join(import.meta.dirname, '..', 'harness', 'sample', 'src', 'orders.js');

describe('the main job', () => {
  const stage = useStage(async () => ({
    files: { 'src/orders.js': await readFile(ordersFile, 'utf8') },
    // Slow enough that an answer is seen to grow and can be stopped, on a busy machine, too: it takes five seconds.
    gateway: { tokensPerSecond: 60, firstTokenDelayMs: 20 },
  }));

  it.each(mainJob)('$title', async ({ run }) => {
    const { window, gateway } = stage();
    const orders = await readFile(ordersFile, 'utf8');
    expect(await run({ window, gateway, orders })).not.toBe('');
  });
});
