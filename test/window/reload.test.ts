// An answer whose window goes away in its middle, ended as VS Code does it or killed: what came is kept, and can be continued.
import { beforeEach, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { alerts, answerEnds, ask, lastAnswer, questions } from '../support/chat.ts';
import { reset, useStage } from './support/stage.ts';
import type { OurWindow } from './support/window.ts';

/** Answers long enough to be left in their middle. */
const slow = { tokensPerSecond: 60, firstTokenDelayMs: 0 };
const fast = { tokensPerSecond: 240, firstTokenDelayMs: 0 };

/** Empty where no text has come, or none was kept. */
async function shownText(window: OurWindow): Promise<string> {
  return (await lastAnswer(window).locator('.markdown').allInnerTexts()).at(0) ?? '';
}

/** The number of the place in the answer, and whether the extension is killed there. */
const places: readonly (readonly [number, boolean])[] = [
  ...Array.from({ length: 10 }, (_, index) => [index, false] as const),
  // At the first two more has come than may be missing.
  [9, true],
  [14, true],
  [0, true],
];

describe('an answer in whose middle the window goes away', () => {
  const stage = useStage({ key: demoKey });
  beforeEach(() => reset(stage()));

  // Rows: F12, F13, F14
  it.each(places)('is kept as far as it came (%i, killed: %s)', async (index, isKilled) => {
    const { window, gateway } = stage();
    gateway.configure(isKilled ? slow : fast);
    await ask(window, `Tell a long story, number ${index}`);
    const length = 20 + index * 40;
    const before = await window.waitFor(
      () => shownText(window),
      (text) => text.length >= length,
    );
    await window.reload({ isKilled });
    await questions(window)
      .filter({ hasText: `number ${index}` })
      .waitFor();
    await alerts(window).getByRole('button', { name: 'Continue', exact: true }).waitFor();
    const after = await shownText(window);
    // Of 60 tokens a second at most one second may be missing, and nothing where the extension was ended.
    expect(after.length).toBeGreaterThan(before.length - (isKilled ? 300 : 1));
    expect(before.startsWith(after.slice(0, 15))).toBe(true);
  });

  it.each([false, true])('is continued (killed: %s)', async (isKilled) => {
    const { window, gateway } = stage();
    gateway.configure(slow);
    await ask(window, 'Tell a long story');
    await window.waitFor(
      () => lastAnswer(window).innerText(),
      (text) => text.length > 100,
    );
    await window.reload({ isKilled });
    gateway.configure({ tokensPerSecond: Infinity });
    await alerts(window).getByRole('button', { name: 'Continue', exact: true }).click();
    await answerEnds(window);
    await window.waitFor(
      () => alerts(window).count(),
      (count) => count === 0,
    );
  });
});
