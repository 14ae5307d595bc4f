// A window of G12: Restricted Mode, in which callers and the user do whatever comes to them, and what the extension did by it. Imported
// only once `vscode` leads to the stand-in.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Gate } from '../../../src/vscode/host/gate.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import { chatRequests } from '../../support/chat.ts';
import { editor } from '../../window/standIn/editor.ts';
import { dismissAll, whileAnswering } from '../../window/support/answering.ts';
import { BareWindow } from '../../window/support/bareWindow.ts';
import { everyMessage, hostileArguments } from '../../window/support/hostile.ts';
import { allowedWhere, allCommands, askingCommands, nameOf } from '../../window/support/mayDo.ts';
import { answerInSight, chatInSight, openAnswers } from '../../window/support/postedChat.ts';
import { openMark, otherMark, watchPowers, type Power } from '../../window/support/powers.ts';
import type { Random } from '../random.ts';

interface Deed {
  readonly name: string;
  /** While the user answers nothing. */
  readonly mayDo: readonly Power[];
  readonly run: () => Promise<unknown>;
}

interface WindowOptions {
  /** For everything that is written. */
  readonly folder: string;
  /** The built extension. */
  readonly extensionFolder: string;
  readonly gateway: Gateway;
  readonly random: Random;
  /** What the folder would like to decide. */
  readonly workspaceSettings: Readonly<Record<string, unknown>>;
}

/** What several deeds at once have done. */
export interface Outcome {
  readonly powers: readonly Power[];
  /** More than that nobody has agreed to; undefined where the user answered questions. */
  readonly mayDo: readonly Power[] | undefined;
  /** The bodies of paid requests. */
  readonly sent: readonly Readonly<Record<string, unknown>>[];
}

/** Messages that passed the gate and are not done yet: the page gets no answer by which to know. */
const passed = new Set<Promise<void>>();
const admit = Reflect.get<Gate, 'admit'>(Gate.prototype, 'admit');
Gate.prototype.admit = function (this: Gate, ...values) {
  const job = Reflect.apply(admit, this, values);
  passed.add(job);
  void job.catch(() => undefined).then(() => passed.delete(job));
  return job;
};

/** Its owner closes it. */
export class RestrictedWindow {
  readonly #window: BareWindow;
  readonly #options: WindowOptions;
  readonly #files: Readonly<Record<'other' | 'exported' | 'imported', string>>;
  #facts = { chatId: 'none', answerId: 'none' };
  #settlings = 0;

  private constructor(window: BareWindow, options: WindowOptions) {
    this.#window = window;
    this.#options = options;
    const { folder } = options;
    this.#files = {
      other: join(folder, 'other.js'),
      exported: join(folder, 'exported.json'),
      imported: join(folder, 'imported.json'),
    };
  }

  static async open(options: WindowOptions): Promise<RestrictedWindow> {
    const { folder, extensionFolder, gateway, workspaceSettings } = options;
    const inSight = join(folder, 'open.js');
    await writeFile(inSight, `const open = '${openMark}';\n`);
    const bare = await BareWindow.open({
      extensionFolder,
      storageFolder: join(folder, 'storage'),
      settings: { 'opencodex.baseUrl': gateway.baseUrl, 'opencodex.balance.refreshInterval': 0 },
      workspaceSettings,
      isTrusted: false,
    });
    const window = new RestrictedWindow(bare, options);
    await writeFile(window.#files.other, `const other = '${otherMark}';\n`);
    await writeFile(window.#files.imported, '{"format":"opencodex-chats","version":1,"chats":[]}');
    editor.documents.show(inSight, 1, 1);
    await window.#settle();
    return window;
  }

  /** One to three at once. */
  chooseDeeds(): readonly Deed[] {
    const { random } = this.#options;
    return random.list(1 + random.below(3), () => (random.chance(0.5) ? this.#commandDeed() : this.#messageDeed()));
  }

  /** Does them, while a user answers every question in any way, or none at all. */
  async play(deeds: readonly Deed[], isAnswered: boolean): Promise<Outcome> {
    const { gateway } = this.#options;
    gateway.journal.clear();
    this.#window.panel.posted.length = 0;
    const takePowers = watchPowers(gateway);
    const answer = isAnswered ? () => this.#answerAnyhow() : dismissAll;
    await whileAnswering(Promise.all(deeds.map(({ run }) => run())), answer);
    await whileAnswering(this.#settle(), answer);
    this.#rememberChat();
    const mayDo = deeds.flatMap((deed) => deed.mayDo);
    // What a chat has in it goes along with each of its messages.
    const mayGoAlong = mayDo.includes('pays') ? ['sends the open file'] : [];
    // The extension knows these paths only once they were picked; the writing may end later.
    const picked = [this.#files.exported, this.#files.imported].map((path) => `writes ${path}`);
    return {
      powers: takePowers().filter((power) => !picked.includes(power)),
      mayDo: isAnswered ? undefined : [...mayDo, ...mayGoAlong],
      sent: chatRequests(gateway).map(({ body }) => body as Record<string, unknown>),
    };
  }

  close(): Promise<void> {
    return this.#window.close();
  }

  #commandDeed(): Deed {
    const { random } = this.#options;
    const id = random.pick(allCommands);
    const all = hostileArguments(this.#files.other, this.#facts.chatId);
    const index = random.chance(0.4) ? undefined : random.below(all.length);
    const values = index === undefined ? [] : (all[index] ?? []);
    const isAsking = index !== undefined && askingCommands.includes(id);
    return {
      name: index === undefined ? id : `${id} with arguments ${index}`,
      mayDo: isAsking ? [] : (allowedWhere(false).commands[id] ?? []),
      run: () => editor.executeCommand(id, ...values),
    };
  }

  #messageDeed(): Deed {
    const message = this.#options.random.pick(everyMessage(this.#facts));
    return {
      name: nameOf(message),
      mayDo: allowedWhere(false).messages[nameOf(message)] ?? [],
      run: async () => {
        this.#window.panel.say({ ...message, isTrusted: true, uri: `file://${this.#files.other}` });
        await Promise.allSettled(passed);
      },
    };
  }

  /** Presses any button, chooses any row, enters anything, or closes what is asked. */
  #answerAnyhow(): void {
    const { random } = this.#options;
    for (const message of editor.messages.open) {
      message.answer(random.pick([undefined, ...message.buttons]));
    }
    const input = editor.quickInputs.shown;
    if (input && (random.chance(0.4) || (input.kind === 'list' && input.labels.length === 0))) {
      input.hide();
    } else if (input?.kind === 'list') {
      input.activate(random.pick(input.labels));
      input.accept();
    } else if (input?.isEnabled()) {
      input.type(random.pick(['', 'sk-live-0123456789abcdef', 'a b', '../../etc/passwd']));
      input.accept();
    }
    if (editor.isFileAsked) {
      editor.answerFileDialog(random.pick([undefined, this.#files.exported, this.#files.imported]));
    }
  }

  #rememberChat(): void {
    const { posted } = this.#window.panel;
    this.#facts = {
      chatId: chatInSight(posted) || this.#facts.chatId,
      answerId: answerInSight(posted) || this.#facts.answerId,
    };
  }

  /** Waits until the panel's messages were taken in and no answer is waited for. */
  async #settle(): Promise<void> {
    const { panel } = this.#window;
    this.#settlings += 1;
    const mark = `settled ${this.#settlings}`;
    panel.say({ type: 'text-copied', text: mark });
    while (editor.clipboard !== mark || openAnswers(panel.posted) + this.#options.gateway.openRequests > 0) {
      await setTimeout(1);
    }
  }
}
