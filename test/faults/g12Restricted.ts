// G12: in Restricted Mode every command is called and every message sent, in any order, with whatever a caller may pass and a user may
// answer. Nothing is edited, no file but the one in sight goes out, the folder decides nothing, no port is listened on, no program started.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { instant, startGateway } from '../gateway/gateway.ts';
import { buildExtension } from '../support/buildExtension.ts';
import { leadToStandIn } from '../support/standInHook.ts';
import type { Goal, GoalRun } from './goal.ts';
import { watchDoors, type Doors } from './support/doors.ts';
import type { Outcome, RestrictedWindow } from './support/restrictedWindow.ts';
import { withFolder } from './support/storeFolders.ts';

/** What a folder would like to decide; none of it may reach a request. */
const folderMark = 'OBEY-THE-FOLDER';
const tooWarm = 1.99;
const tooNarrow = 0.01;
const tooFew = 3;
const workspaceSettings = {
  'opencodex.baseUrl': 'http://127.0.0.1:9/v1',
  'opencodex.dashboardUrl': 'https://evil.example/',
  'opencodex.model': folderMark,
  'opencodex.systemPrompt': folderMark,
  'opencodex.stop': [folderMark],
  'opencodex.temperature': tooWarm,
  'opencodex.topP': tooNarrow,
  'opencodex.maxTokens': tooFew,
};

const neverDone = /^(?:edits|sends another file|opens |writes |runs vscode\.)/;
const hangsAfterMs = 20_000;

// Rows: T11, T19, T32, T42, T43, T46, F43
export const g12: Goal = {
  name: 'G12',
  async run(run) {
    await withFolder(async (folder) => {
      const extensionFolder = join(folder, 'extension');
      await mkdir(extensionFolder);
      await buildExtension(extensionFolder);
      const gateway = await startGateway({ ...instant, requireKey: false, acceptAnyModel: true });
      // From here on: the gateway's own port is no part of the extension.
      const doors = watchDoors();
      const { RestrictedWindow: Window } = await importRestrictedWindow();
      const window = await Window.open({ folder, extensionFolder, gateway, random: run.random, workspaceSettings });
      let paid = 0;
      for (let count = run.size(1_000, 100); count > 0; count -= 1) {
        paid += await tryCase(run, window, doors);
      }
      if (paid === 0) {
        run.fail('all cases', new Error('The chat did not work at all.'));
      }
      await window.close();
      await gateway.close();
    });
  },
};

/** The extension's own code, for which `vscode` is the stand-in of the tests of windows. */
function importRestrictedWindow() {
  leadToStandIn();
  return import('./support/restrictedWindow.ts');
}

/** Gives the number of paid requests. */
async function tryCase(run: GoalRun, window: RestrictedWindow, doors: Doors): Promise<number> {
  const deeds = window.chooseDeeds();
  const isAnswered = run.random.chance(0.5);
  let paid = 0;
  await run.try(
    () => `${deeds.map(({ name }) => name).join(', ')}; the user answers ${isAnswered ? 'anything' : 'nothing'}`,
    async () => {
      const hang = setTimeout(hangsAfterMs, undefined, { ref: false }).then(() => {
        throw new Error('It did not end.');
      });
      const outcome = await Promise.race([window.play(deeds, isAnswered), hang]);
      paid = outcome.sent.length;
      check(outcome);
      checkDoors(doors);
    },
  );
  return paid;
}

function check({ powers, mayDo, sent }: Outcome): void {
  const wrong = powers.filter((power) => neverDone.test(power) || (mayDo && !mayDo.includes(power)));
  if (wrong.length > 0) {
    throw new Error(`It ${wrong.join(', ')}.`);
  }
  for (const body of sent) {
    const { temperature, top_p: topP, max_tokens: maxTokens } = body;
    const figures = [temperature === tooWarm, topP === tooNarrow, maxTokens === tooFew];
    if (figures.includes(true) || JSON.stringify(body).includes(folderMark)) {
      throw new Error(`The folder decided: ${JSON.stringify(body)}`);
    }
  }
}

function checkDoors(doors: Doors): void {
  const [opened] = doors.opened.splice(0);
  if (opened !== undefined) {
    throw new Error(`In this window ${opened}.`);
  }
  if (doors.listening() > doors.before) {
    throw new Error('This process listens on another port.');
  }
}
