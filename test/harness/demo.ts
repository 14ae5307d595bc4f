// `npm run demo`: the extension in a real VS Code, with a sample folder and the local gateway.
// --check: runs the main job without a visible window, prints each step, and exits with 0 or 1.
// --live: uses the real gateway, with the key in OPENCODEX_API_KEY.
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoKey, startGateway } from '../gateway/gateway.ts';
import { startDesktopWorkbench } from './desktopWorkbench.ts';
import type { Settings } from './editorSettings.ts';
import { packageExtension } from './packageExtension.ts';
import { mainJob } from './walkthrough.ts';
import { startWorkbench, type Workbench } from './workbench.ts';

const keyVariable = 'OPENCODEX_API_KEY';
const isCheck = process.argv.includes('--check');
const isLive = process.argv.includes('--live');

async function check(folder: string): Promise<boolean> {
  const gateway = await startGateway({ tokensPerSecond: 80, firstTokenDelayMs: 50 });
  const settings = { 'opencodex.baseUrl': gateway.baseUrl };
  const workbench = await startEditor(folder, settings, { isHeaded: false });
  const orders = await readFile(join(folder, 'src', 'orders.js'), 'utf8');
  try {
    for (const { title, run } of mainJob) {
      const startedAt = performance.now();
      const seen = await run({ window: workbench.window, gateway, orders });
      console.log(`✓ ${title}: ${seen} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
    }
    console.log(`Demo check: ${mainJob.length} steps passed.`);
    return true;
  } catch (error) {
    console.error(`✗ The next step failed. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return false;
  } finally {
    await workbench.close();
    await gateway.close();
  }
}

/** Opens VS Code in a visible window and resolves when the window is closed. */
async function open(folder: string): Promise<boolean> {
  if (isLive && (process.env[keyVariable] ?? '') === '') {
    console.error(`Set ${keyVariable} to your key first.`);
    return false;
  }
  const gateway = isLive ? undefined : await startGateway();
  const settings = gateway ? { 'opencodex.baseUrl': gateway.baseUrl } : {};
  const key = gateway ? demoKey : `the one in ${keyVariable} (OpenCodex offers it)`;
  console.log(`The key: ${key}\nOpen OpenCodex in the activity bar. Close the window to end the demo.`);
  try {
    const editor = await startEditor(folder, settings, { isHeaded: true });
    await editor.closed;
    await editor.close();
    return true;
  } finally {
    await gateway?.close();
  }
}

/** Starts VS Code in Chromium, or desktop VS Code on Windows, where code-server does not run. */
async function startEditor(
  folder: string,
  settings: Settings,
  { isHeaded }: { readonly isHeaded: boolean },
): Promise<Pick<Workbench, 'window' | 'closed' | 'close'>> {
  if (process.platform === 'win32') {
    return startDesktopWorkbench(folder, settings);
  }
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '';
  if (isHeaded && process.platform === 'linux' && display === '') {
    throw new Error('There is no display to open a window on: run npm run demo -- --check, which needs none.');
  }
  // The check starts without any key; the live demo offers the key in the environment.
  const env = isHeaded && isLive ? {} : { [keyVariable]: undefined };
  return startWorkbench({ folder, settings, env, isHeaded });
}

const folder = await mkdtemp(join(tmpdir(), 'opencodex-demo-'));
try {
  await cp(join(import.meta.dirname, 'sample'), folder, { recursive: true });
  await packageExtension();
  process.exitCode = (await (isCheck ? check(folder) : open(folder))) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
