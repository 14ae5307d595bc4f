// Desktop VS Code with the packaged extension, for Windows, where code-server does not run.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { _electron } from 'playwright-core';
import { quietSettings, type Settings } from './editorSettings.ts';
import { editorsFolder, packagedExtension } from './repository.ts';
import { WorkbenchWindow } from './workbenchWindow.ts';

export interface DesktopWorkbench {
  readonly window: WorkbenchWindow;
  /** Resolves when the user closes VS Code. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Starts VS Code; the first call downloads it. The caller must close it. */
export async function startDesktopWorkbench(folder: string, settings: Settings): Promise<DesktopWorkbench> {
  const executablePath = await downloadAndUnzipVSCode({ cachePath: editorsFolder });
  const state = await mkdtemp(join(tmpdir(), 'opencodex-desktop-'));
  const places = ['--user-data-dir', join(state, 'data'), '--extensions-dir', join(state, 'extensions')];
  await mkdir(join(state, 'data', 'User'), { recursive: true });
  await writeFile(join(state, 'data', 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
  const [command = '', ...options] = resolveCliArgsFromVSCodeExecutablePath(executablePath);
  const install = spawnSync(command, [...options, ...places, '--install-extension', packagedExtension, '--force'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (install.status !== 0) {
    throw new Error(`The extension could not be installed: ${install.stderr}`);
  }
  const program = await _electron.launch({
    executablePath,
    args: [
      ...places,
      '--disable-workspace-trust',
      '--skip-welcome',
      '--skip-release-notes',
      '--disable-updates',
      folder,
    ],
  });
  const window = new WorkbenchWindow(await program.firstWindow());
  const closed = new Promise<void>((resolve) => program.once('close', () => resolve()));
  return {
    window,
    closed,
    close: async () => {
      await program.close();
      await closed;
      await rm(state, { recursive: true, force: true });
    },
  };
}
