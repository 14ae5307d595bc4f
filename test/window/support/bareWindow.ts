// A window of ours without a browser: the extension's own code with its store, and a panel of which only the messages are there.
import { mkdir } from 'node:fs/promises';
import { activate } from '../../../src/extension.ts';
import { BareWebview } from '../standIn/bareWebview.ts';
import { editor } from '../standIn/editor.ts';
import { createExtensionContext, KeptState } from './extensionContext.ts';

export interface BareWindowOptions {
  /** The built extension. */
  readonly extensionFolder: string;
  /** Its owner deletes it. */
  readonly storageFolder: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the folder's own settings say. */
  readonly workspaceSettings: Readonly<Record<string, unknown>>;
  readonly isTrusted: boolean;
}

const chatViewId = 'opencodex.chat';

/** Its owner closes it. */
export class BareWindow {
  readonly panel = new BareWebview();
  readonly #subscriptions: { dispose(): unknown }[];

  private constructor(subscriptions: { dispose(): unknown }[]) {
    this.#subscriptions = subscriptions;
  }

  /** Starts the extension with its panel in sight. */
  static async open({ settings, workspaceSettings, isTrusted, ...folders }: BareWindowOptions): Promise<BareWindow> {
    await mkdir(folders.storageFolder, { recursive: true });
    editor.isTrusted = isTrusted;
    editor.configuration.change(settings);
    editor.configuration.changeWorkspace(workspaceSettings);
    const context = createExtensionContext(folders, new KeptState());
    const window = new BareWindow(context.subscriptions);
    context.subscriptions.push(editor.registerCommand(`${chatViewId}.focus`, () => undefined));
    activate(context);
    await editor.resolveView(chatViewId, window.panel);
    window.panel.say({ type: 'page-ready', chatId: '', openedAt: 0 });
    return window;
  }

  async close(): Promise<void> {
    for (const subscription of this.#subscriptions.splice(0).toReversed()) {
      await subscription.dispose();
    }
  }
}
