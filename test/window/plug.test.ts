// The plug is pulled at any point of an answer: what came stays, with one sentence and its buttons, and can be had whole.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Alert, cutOff, expectOneAlert, unreachable } from '../support/alert.ts';
import { askHalf, type Break, brokenParagraph, expectWhole, shownText } from '../support/brokenAnswer.ts';
import {
  alerts,
  answerEnds,
  ask,
  bodyOf,
  chatRequests,
  lastAnswer,
  lastChatRequest,
  pressInAnswer,
  questions,
  stopButton,
  waitForText,
} from '../support/chat.ts';
import { Plug } from '../support/plug.ts';
import { reset, useStage } from './support/stage.ts';

const unreachableHalfway: Alert = { ...unreachable, offers: ['Diagnose', 'Continue', 'Retry'] };

const breaks: readonly Break[] = [
  {
    where: 'in the middle of reasoning',
    answer: {
      reasoning: ['Let me ', 'count ', 'to ', 'ten ', 'first. ', 'One.'],
      text: ['The ', 'answer ', 'is ', '10.'],
    },
    shown: 'Let me count to ten first.',
    carried: 'Let me count to ten first. ',
    rest: { reasoning: ['Now I know.'], text: ['The answer is 10.'] },
    whole: 'The answer is 10.',
  },
  brokenParagraph,
  {
    where: 'inside a code fence',
    answer: { text: ['```js\n', 'let a = 1;\n', 'let', ' b', ' = 2;\n', '```\n'] },
    shown: 'let a = 1;',
    carried: '```js\nlet a = 1;\nlet',
    rest: { text: ['```js\n', 'let b = 2;\n', '```\n'] },
    whole: 'let a = 1;\nlet b = 2;',
  },
];

describe('the plug is pulled', () => {
  let plug: Plug;
  const stage = useStage(async () => {
    plug = await Plug.create();
    return { settings: { 'opencodex.baseUrl': plug.baseUrl } };
  });
  afterAll(() => plug.pull());
  beforeEach(async () => {
    await plug.push();
    await reset(stage());
  });

  // Rows: F38
  it.each(breaks)('$where: what came stays, and Continue brings the rest', async (broken) => {
    const { window } = stage();
    await askHalf(window, plug.gateway, broken);
    await plug.pull();
    await expectOneAlert(window, cutOff);
    await answerEnds(window);
    // Reasoning is folded away at the end.
    expect(await lastAnswer(window).textContent()).toContain(broken.shown);

    const gateway = await plug.push({ answer: () => broken.rest });
    await pressInAnswer(window, 'Continue');
    await expectWhole(window, broken.whole);
    expect(chatRequests(gateway)).toHaveLength(1);
    expect(JSON.stringify(bodyOf(lastChatRequest(gateway)).messages)).toContain(
      JSON.stringify(broken.carried).slice(1, -1),
    );
  });

  it.each(breaks)('$where: Retry asks for the whole answer again', async (broken) => {
    const { window } = stage();
    await askHalf(window, plug.gateway, broken);
    await plug.pull();
    await expectOneAlert(window, cutOff);
    const gateway = await plug.push({ answer: () => ({ text: 'A new answer.' }) });
    await pressInAnswer(window, 'Retry');
    await expectWhole(window, 'A new answer.');
    expect(bodyOf(lastChatRequest(gateway)).messages.map(({ role }) => role)).toEqual(['system', 'user']);
  });

  it('and stays out: Continue and Retry in vain keep what came', async () => {
    const { window } = stage();
    await askHalf(window, plug.gateway, brokenParagraph);
    await plug.pull();
    await expectOneAlert(window, cutOff);
    for (const way of ['Continue', 'Retry']) {
      await pressInAnswer(window, way);
      // The alert of before must have gone.
      await stopButton(window).waitFor();
      await expectOneAlert(window, unreachableHalfway);
      await answerEnds(window);
      expect(await shownText(window)).toBe(brokenParagraph.shown);
    }
    await plug.push({ answer: () => brokenParagraph.rest });
    await pressInAnswer(window, 'Continue');
    await expectWhole(window, brokenParagraph.whole);
  });

  it('before the first byte: two more attempts, then one alert', async () => {
    const { window } = stage();
    plug.gateway.configure({ routeFaults: { chat: 'fault-silence' } });
    const { journal } = plug.gateway;
    await ask(window, 'Are you there?');
    await journal.next(({ path, outcome }) => path.endsWith('/chat/completions') && outcome === 'open');
    await plug.pull();
    await expectOneAlert(window, unreachable);
    await answerEnds(window);
    expect(await alerts(window).innerText()).toContain('TCP: the connection was refused.');
    expect(await questions(window).innerText()).toContain('Are you there?');
    await plug.push({ answer: () => ({ text: 'Here I am.' }) });
    await pressInAnswer(window, 'Retry');
    await expectWhole(window, 'Here I am.');
  });

  it('before the question', async () => {
    const { window } = stage();
    await plug.pull();
    await ask(window, 'Are you there?');
    await expectOneAlert(window, unreachable);
    await plug.push({ answer: () => ({ text: 'Here I am.' }) });
    await pressInAnswer(window, 'Retry');
    await expectWhole(window, 'Here I am.');
  });

  it('after the finish: the answer is whole, and nothing is said', async () => {
    const { window } = stage();
    plug.gateway.configure({
      routeFaults: { chat: 'fault-stall-finish' },
      answer: () => ({ text: 'All of it.' }),
    });
    await ask(window, 'Please answer.');
    await waitForText(window, 'All of it.');
    await plug.pull();
    await expectWhole(window, 'All of it.');
  });

  // Rows: F36, F40
  it('a gateway that falls silent counts as pulled after the idle time', async () => {
    const { window } = stage();
    window.changeSettings({ 'opencodex.network.idleTimeout': 2 });
    await askHalf(window, plug.gateway, brokenParagraph);
    await expectOneAlert(window, cutOff);
    await answerEnds(window);
    expect(await shownText(window)).toBe(brokenParagraph.shown);
    plug.gateway.configure({ routeFaults: {}, answer: () => brokenParagraph.rest });
    await pressInAnswer(window, 'Continue');
    await expectWhole(window, brokenParagraph.whole);
  });
});
