// A queue while the store takes nothing, because a newer version has changed its file: the page has it over a reload of the window.
import { expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { ask, askAndWait, messageBox, panel, waitForText } from '../support/chat.ts';
import { setSchema } from '../support/schema.ts';
import { useStage } from './support/stage.ts';

const stage = useStage({ key: demoKey });

it('is in front of the draft after “Reload to update”', async () => {
  const { window, gateway } = stage();
  gateway.configure({ tokensPerSecond: Infinity, answer: () => ({ text: 'quick' }) });
  await askAndWait(window, 'Kept before the update');
  const known = setSchema(window.databaseFile, 99);
  const words = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');
  gateway.configure({ tokensPerSecond: 60, answer: () => ({ text: words }) });
  await ask(window, 'First');
  await waitForText(window, 'word1');
  await messageBox(window).fill('Queued and precious');
  await messageBox(window).press('Enter');
  await panel(window).getByRole('list', { name: 'Queued messages' }).getByText('Queued and precious').waitFor();
  await messageBox(window).fill('And a draft');
  setSchema(window.databaseFile, known);
  await window.reload();
  const draft = await window.waitFor(
    () => messageBox(window).inputValue(),
    (text) => text !== '',
  );
  const queued = await panel(window).getByRole('list', { name: 'Queued messages' }).allInnerTexts();
  expect(`${draft} ${queued.join(' ')}`).toContain('Queued and precious');
  expect(draft).toContain('And a draft');
});
