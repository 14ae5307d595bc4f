// The gateway from another process: its own address, its program, and its end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { demoKey, type Gateway } from '../../gateway/gateway.ts';
import { ask, balanceOf, chunksOf, json, openGateway, read, readUntilBroken, textOf } from './support.ts';

function configure(gateway: Pick<Gateway, 'origin'>, change: object): Promise<Response> {
  return fetch(`${gateway.origin}/__gateway/configure`, { method: 'POST', body: JSON.stringify(change) });
}

describe('control over HTTP', () => {
  it('sets credits, keys, rates, faults and answers', async () => {
    const gateway = await openGateway();
    const key = 'sk-live-other-0000000000000000';
    const response = await configure(gateway, {
      credits: { [demoKey]: 12.5 },
      keys: { [key]: { state: 'active', credits: 3 } },
      routeFaults: { models: 'fault-503' },
      script: [{ text: ['exactly ', 'this'] }],
    });
    expect(response.status).toBe(200);
    expect([await balanceOf(gateway), await balanceOf(gateway, key)]).toEqual([12.5, 3]);
    expect((await read(gateway, '/models')).status).toBe(503);
    expect(textOf(await chunksOf(await ask(gateway, 'x')))).toBe('exactly this');
    expect(gateway.journal.entries.every((entry) => entry.path.startsWith('/api/v1/'))).toBe(true);
  });

  it.each([[{ tokensPerSecond: -1 }], [{ tokenPerSecond: 5 }], [{ balanceShape: 'square' }], [[]]])(
    'refuses %j',
    async (change) => {
      const gateway = await openGateway();
      expect((await configure(gateway, change)).status).toBe(400);
    },
  );

  it('gives the journal from an entry on, clears it, and counts connections', async () => {
    const gateway = await openGateway();
    const address = `${gateway.origin}/__gateway/journal`;
    await read(gateway, '/models');
    await read(gateway, '/balance');
    const entries = await json<readonly { id: number }[]>(await fetch(`${address}?after=1`));
    await fetch(address, { method: 'DELETE' });
    expect(entries.map(({ id }) => id)).toEqual([2]);
    expect(gateway.journal.entries).toEqual([]);
    expect((await fetch(`${gateway.origin}/__gateway/nothing`)).status).toBe(404);
    const counters = await json<{ accepted: number; open: number }>(
      await fetch(`${gateway.origin}/__gateway/connections`),
    );
    expect(counters.accepted).toBeGreaterThanOrEqual(counters.open);
    expect(counters.open).toBeGreaterThanOrEqual(1);
  });
});

describe('the end of the gateway', () => {
  it('ends answers and connections', async () => {
    const gateway = await openGateway({ tokensPerSecond: 1 });
    const response = await ask(gateway, 'hi');
    const text = readUntilBroken(response);
    await gateway.close();
    expect((await text).isBroken).toBe(true);
    expect(gateway.connections.open).toBe(0);
    await expect(ask(gateway, 'hi')).rejects.toThrow('fetch failed');
  });

  it('leaves nothing that keeps the program alive: it ends by itself on SIGTERM while an answer waits for its first token', async () => {
    const main = fileURLToPath(new URL('../../gateway/main.ts', import.meta.url));
    const program = spawn(process.execPath, [main, '--first-token-delay', '3600000', '--credits', '7'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void program.kill('SIGKILL'));
    const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
    const told = JSON.parse(line) as { url: string; origin: string; key: string };
    expect(told).toEqual({ url: `${told.origin}/api/v1`, origin: told.origin, key: demoKey });
    const gateway = { baseUrl: told.url, origin: told.origin } as Gateway;
    expect(await balanceOf(gateway)).toBe(7);
    const text = readUntilBroken(await ask(gateway, 'hi'));
    const exit = once(program, 'exit');
    program.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    expect((await text).isBroken).toBe(true);
  });
});
