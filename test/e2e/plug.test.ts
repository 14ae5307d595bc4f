// The plug is pulled in the middle of an answer, in a real VS Code: what came stays, and can be had whole.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cutOff, expectOneAlert } from '../support/alert.ts';
import { askHalf, brokenParagraph, expectWhole } from '../support/brokenAnswer.ts';
import { answerEnds, bodyOf, chatRequests, lastAnswer, lastChatRequest, pressInAnswer } from '../support/chat.ts';
import { Plug } from '../support/plug.ts';
import { useSharedStage } from './support/stage.ts';

describe('the plug is pulled', () => {
  let plug: Plug;
  const stage = useSharedStage();
  beforeAll(async () => {
    plug = await Plug.create();
    await stage().workbench.changeSettings({ 'opencodex.baseUrl': plug.baseUrl });
  });
  afterAll(() => plug.pull());

  it('in the middle of a paragraph: what came stays, and Continue brings the rest', async () => {
    const { window } = stage();
    await askHalf(window, plug.gateway, brokenParagraph);
    await plug.pull();
    await expectOneAlert(window, cutOff);
    await answerEnds(window);
    expect(await lastAnswer(window).textContent()).toContain(brokenParagraph.shown);

    const gateway = await plug.push({ answer: () => brokenParagraph.rest });
    await pressInAnswer(window, 'Continue');
    await expectWhole(window, brokenParagraph.whole);
    expect(chatRequests(gateway)).toHaveLength(1);
    expect(JSON.stringify(bodyOf(lastChatRequest(gateway)).messages)).toContain(brokenParagraph.carried);
  });
});
