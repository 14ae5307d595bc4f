// A Chromium window with a profile of its own, driven by playwright-core.
import { chromium, type BrowserContext } from 'playwright-core';
import { chromiumFlags, ensureChromium } from './chromium.ts';
import type { CleanUp } from './cleanUp.ts';

export interface BrowserOptions {
  /** The folder for cookies and VS Code's browser storage, which includes the ciphertext of every secret. */
  readonly profileFolder: string;
  /** Shows the window on the screen; the page then takes the window's size. */
  readonly isHeaded?: boolean;
  /** CSS pixels of the page; 1280 x 800 by default. */
  readonly size?: { readonly width: number; readonly height: number };
  /** The browser's language, which VS Code's web workbench adopts. */
  readonly locale?: string;
}

/** Opens a browser that `cleanUp` closes. */
export async function openBrowser(options: BrowserOptions, cleanUp: CleanUp): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(options.profileFolder, {
    executablePath: await ensureChromium(),
    args: [...chromiumFlags],
    headless: options.isHeaded !== true,
    viewport: options.isHeaded === true ? null : (options.size ?? { width: 1280, height: 800 }),
    locale: options.locale ?? 'en-US',
    // Animations take time in tests, and are expensive to draw without a graphics card.
    reducedMotion: options.isHeaded === true ? null : 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  // Playwright itself kills the browser when this program exits.
  cleanUp.add({ close: () => context.close(), atExit: () => undefined });
  return context;
}
