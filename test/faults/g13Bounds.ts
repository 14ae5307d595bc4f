// G13: what is far too much, too deep or too hard to read, from gateways, models and files. No block of the host over 50 ms, no frame of
// the panel over 100 ms.
//
// A block is the longest time in which no timer of this thread could run, a frame the work of the page's main thread from one frame to
// the next; both count processor time of that one thread, so that other programs on the machine weigh nothing, and the gateway, the
// store and the browser are other threads and processes. What still comes to more than its limit is measured again, twice at most, and
// the least counts: collecting garbage and a processor that is shared with its twin come and go, work does not.
import { buildExtension } from '../support/buildExtension.ts';
import type { Goal, GoalRun } from './goal.ts';
import { allClientCases, ClientBounds, someClientCases } from './support/boundsOfClient.ts';
import { hostCases } from './support/boundsOfHost.ts';
import { PanelBounds } from './support/boundsOfPanel.ts';
import { startHostileGateway, type HostileGateway } from './support/hostileGateway.ts';
import { withFolder } from './support/storeFolders.ts';

const longestBlockMs = 50;
const longestFrameMs = 100;
const attempts = 3;

// Rows: T45, F15
export const g13: Goal = {
  name: 'G13',
  async run(run) {
    const gateway = await startHostileGateway();
    await tryClient(run, gateway);
    for (const { name, measure } of hostCases(run.isShort ? 0.1 : 1)) {
      const baseUrlOf: Parameters<typeof measure>[0] = (reply, scale) => gateway.baseUrl(reply, scale);
      await tryCase(run, name, longestBlockMs, async () => (await measure(baseUrlOf)).longest);
    }
    await gateway.close();
    await tryPanel(run);
  },
};

async function tryClient(run: GoalRun, gateway: HostileGateway): Promise<void> {
  const client = new ClientBounds(gateway);
  // The first request of a process loads what requests need: activation and first use are not what this measures.
  await client.measure({ name: 'nested-marks', scale: 0.01, hasTools: false });
  for (const one of run.isShort ? someClientCases : allClientCases) {
    const name = `${one.name}${one.hasTools ? ', with tools' : ''}`;
    await tryCase(run, name, longestBlockMs, async () => (await client.measure(one)).longest);
  }
}

async function tryPanel(run: GoalRun): Promise<void> {
  await withFolder(async (folder) => {
    await buildExtension(folder);
    const panel = await PanelBounds.open(folder);
    for (const { name, measure } of panel.cases(run.isShort)) {
      await tryCase(run, name, longestFrameMs, measure);
    }
    await panel.close();
  });
}

async function tryCase(run: GoalRun, name: string, limit: number, measure: () => Promise<number>): Promise<void> {
  await run.try(
    () => name,
    async () => {
      let least = Infinity;
      for (let attempt = 0; attempt < attempts && least > limit; attempt += 1) {
        least = Math.min(least, await measure());
      }
      if (least > limit) {
        throw new Error(`${Math.round(least)} ms, where ${limit} are the limit`);
      }
    },
  );
}
