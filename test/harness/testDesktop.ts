// npm run test:desktop: the suites in desktop VS Code. If it cannot be downloaded, prints one sentence and passes.
import { exitOnSignals } from './cleanUp.ts';
import { ensureDesktop, runDesktopSuites } from './desktop.ts';
import { addUp, printTotals, runParts, type Part } from './parts.ts';
import { build, fromTotals } from './testParts.ts';
import { vsCodeVersions } from './vsCodeServer.ts';

exitOnSignals();

async function canDownload(): Promise<boolean> {
  try {
    await Promise.all(vsCodeVersions.map(ensureDesktop));
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`Skipped: desktop VS Code could not be downloaded (${reason}).`);
    return false;
  }
}

if (await canDownload()) {
  const suites = vsCodeVersions.map((version): Part => ({
    name: `suites in desktop VS Code ${version}`,
    run: async () => fromTotals(await runDesktopSuites({ version })),
  }));
  const built = await runParts([build], 1);
  printTotals(addUp([built, await runParts(suites, 1)]));
}
