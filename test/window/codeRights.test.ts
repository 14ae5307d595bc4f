// Which code goes out: what the user has before them or took in the lightbulb, and files that look as if they held secrets only once asked.
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { answerEnds, answers, bodyOf, chatRequests, lastChatRequest } from '../support/chat.ts';
import { Range, Uri } from './standIn/values.ts';
import { dismissAll, whileAnswering } from './support/answering.ts';
import { reset, useStage } from './support/stage.ts';

const explain = 'opencodex.explainSelection';
const refactor = 'opencodex.refactorSelection';

describe('code that a command sends', () => {
  const stage = useStage({ key: demoKey });
  let folder: string;
  const at = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-code-'));
    await writeFile(at('one.js'), 'const one = 1;\nconst more = 11;\n');
    await writeFile(at('two.js'), 'const two = 2;\n');
    await writeFile(at('.env'), 'PASSWORD=three\n');
    await writeFile(at('config.js'), `const key = 'sk-${'live7'.repeat(5)}';\n${'\n'.repeat(30)}const last = 1;\n`);
    await symlink(at('.env'), at('settings.txt'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => reset(stage()));

  /** Resolves once the answer has ended, with the text that was sent. */
  async function sentBy(call: Promise<unknown>): Promise<string> {
    const { window, gateway } = stage();
    await answers(window).first().waitFor();
    await answerEnds(window);
    await call;
    return bodyOf(lastChatRequest(gateway))
      .messages.map(({ content }) => content)
      .join('\n');
  }

  // Rows: T19, T46
  it('is never that of an address it is handed, even where the user agrees', async () => {
    const { window, gateway } = stage();
    window.openFile(at('one.js'), 1, 1);
    const before = chatRequests(gateway).length;
    const question = /^Send code of .*one\.js to the model\?$/;
    const refused = window.callCommand(explain, Uri.file(at('two.js')), new Range(0, 0, 1, 0));
    await window.pressInDialog(question, 'Cancel');
    await refused;
    expect(chatRequests(gateway)).toHaveLength(before);
    const agreed = window.callCommand(explain, Uri.file(at('two.js')), new Range(0, 0, 1, 0));
    await window.pressInDialog(question, 'Send');
    const sent = await sentBy(agreed);
    expect(sent).toContain('const one = 1;');
    expect(sent).not.toContain('const two');
  });

  it('is what is selected where a menu of the editor names its document', async () => {
    const { window } = stage();
    const { document } = window.openFile(at('one.js'), 2, 2);
    expect(await sentBy(window.callCommand(explain, document.uri))).toContain('const more = 11;');
    expect(window.notificationTexts()).toEqual([]);
  });

  it('is what the lightbulb was opened on, by an id that means something once', async () => {
    const { window } = stage();
    const lightbulb = await window.codeActionsOn(window.openFile(at('one.js'), 1, 1));
    const [action] = lightbulb;
    const passed = [expect.stringMatching(/^[\da-f-]{36}$/)] as unknown;
    expect(action?.command).toMatchObject({ command: explain, arguments: passed });
    window.openFile(at('two.js'), 1, 1);
    expect(await sentBy(window.runCodeAction(action))).toContain('const one = 1;');
    await reset(stage());
    const again = await sentBy(window.runCodeAction(action));
    expect(again).toContain('const two = 2;');
    expect(again).not.toContain('const one');
  });

  // Rows: T46
  it('is not what an id of another window, or of nobody, stands for', async () => {
    const { window, gateway } = stage();
    window.openFile(at('one.js'), 1, 1);
    const before = chatRequests(gateway).length;
    const call = window.callCommand(explain, 'b4d1c7de-8a5b-4a8e-9d38-5f5bd6f2a0c1');
    await window.pressInDialog(/one\.js/, 'Cancel');
    await call;
    expect(chatRequests(gateway)).toHaveLength(before);
  });

  // Rows: T20, T33
  it.each([
    ['Explain', explain, '.env'],
    ['Refactor', refactor, '.env'],
    ['Explain, through a link,', explain, 'settings.txt'],
  ])('%s asks first about a file that may hold secrets', async (_name, id, file) => {
    const { window, gateway } = stage();
    window.openFile(at(file), 1, 1);
    const before = chatRequests(gateway).length;
    const refused = window.callCommand(id);
    await window.pressInDialog(`Send code of ${at(file)} to the model?`, 'Cancel');
    await refused;
    expect(chatRequests(gateway)).toHaveLength(before);
    const agreed = window.callCommand(id);
    await window.pressInDialog(`Send code of ${at(file)} to the model?`, 'Send');
    const sent = await gateway.journal.next(({ path }) => path.endsWith('/chat/completions'), {
      after: lastId(before),
    });
    expect(JSON.stringify(sent.body)).toContain('PASSWORD=three');
    await whileAnswering(agreed, dismissAll);
    await answerEnds(window);

    function lastId(count: number): number {
      return chatRequests(gateway)[count - 1]?.id ?? 0;
    }
  });

  // Rows: T33, T39
  it('asks about a key in the code, and for a change about one in the lines around it, which go along', async () => {
    const { window, gateway } = stage();
    const before = chatRequests(gateway).length;
    window.openFile(at('config.js'), 1, 1);
    await refuse(explain);
    window.openFile(at('config.js'), 32, 32);
    await refuse(refactor);
    expect(chatRequests(gateway)).toHaveLength(before);
    expect(await sentBy(window.callCommand(explain))).not.toContain('sk-live');

    async function refuse(id: string): Promise<void> {
      const call = window.callCommand(id);
      await window.pressInDialog(`Send code of ${at('config.js')} to the model?`, 'Cancel');
      await call;
    }
  });

  // Rows: T33
  it('asks about a secret that the lightbulb was opened on, too', async () => {
    const { window, gateway } = stage();
    const lightbulb = await window.codeActionsOn(window.openFile(at('.env'), 1, 1));
    const before = chatRequests(gateway).length;
    for (const action of lightbulb) {
      const call = window.runCodeAction(action);
      await window.pressInDialog(/\.env to the model/, 'Cancel');
      await call;
    }
    expect(lightbulb.map(({ title }) => title)).toEqual(['Explain with OpenCodex', 'Refactor with OpenCodex']);
    expect(chatRequests(gateway)).toHaveLength(before);
  });

  // Rows: T42
  it('changes nothing in Restricted Mode, says why, and the lightbulb does not offer it', async () => {
    const { window, gateway } = stage();
    window.setTrusted(false);
    try {
      const editor = window.openFile(at('one.js'), 1, 1);
      const before = chatRequests(gateway).length;
      const offered = await window.codeActionsOn(editor);
      expect(offered.map(({ title }) => title)).toEqual(['Explain with OpenCodex']);
      const call = window.callCommand(refactor);
      await window.pressInNotification('Changing code is off in Restricted Mode.', 'Manage Workspace Trust');
      await call;
      expect(window.calledCommands.at(-1)).toBe('workbench.trust.manage');
      expect(chatRequests(gateway)).toHaveLength(before);
    } finally {
      window.setTrusted(true);
    }
  });
});
