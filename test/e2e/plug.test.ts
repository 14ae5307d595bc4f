// The plug is pulled at any point of an answer: what came stays, with one sentence and its buttons, and can be had whole.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScriptedAnswer } from '../gateway/answer.ts';
import { type Alert, expectOneAlert } from '../support/alert.ts';
import {
  alerts,
  answerEnds,
  answers,
  ask,
  bodyOf,
  chatRequests,
  lastAnswer,
  lastChatRequest,
  questions,
  stopButton,
  waitForText,
} from '../support/chat.ts';
import { Plug } from '../support/plug.ts';
import { reset, useStage } from './support/stage.ts';

const cutOff: Alert = {
  says: 'The answer may be incomplete: the connection ended early. All that came is kept.',
  offers: ['Continue', 'Retry'],
};
const unreachable: Alert = { says: 'The gateway cannot be reached.', offers: ['Diagnose', 'Retry'] };
const unreachableHalfway: Alert = { ...unreachable, offers: ['Diagnose', 'Continue', 'Retry'] };

/** Half of the pieces come: see `fault-stall`. */
interface Break {
  readonly where: string;
  readonly answer: ScriptedAnswer;
  /** What is shown of it, and what the request for the rest must carry. */
  readonly shown: string;
  readonly carried: string;
  /** What the model says when it is asked for the rest. */
  readonly rest: ScriptedAnswer;
  /** What the answer then shows, in full. */
  readonly whole: string;
}

const paragraph: Break = {
  where: 'in the middle of a paragraph',
  answer: { text: ['Some ', 'bytes ', 'are ', 'lost ', 'on the wa', 'y, ', 'others ', 'arrive ', 'in ', 'time.'] },
  shown: 'Some bytes are lost on the wa',
  carried: 'Some bytes are lost on the wa',
  rest: { text: ['on ', 'the way, ', 'others arrive in time.'] },
  whole: 'Some bytes are lost on the way, others arrive in time.',
};

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
  paragraph,
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

  const press = (name: string) => lastAnswer(stage().window).getByRole('button', { name, exact: true }).click();
  /** Text and code of the last answer, without its reasoning and what stands around. */
  const shownText = async () => (await lastAnswer(stage().window).locator('p, pre').allInnerTexts()).at(-1)?.trim();

  /** Has the answer stand still halfway. */
  async function askHalf({ answer, shown }: Pick<Break, 'answer' | 'shown'>): Promise<void> {
    const { window } = stage();
    plug.gateway.configure({ routeFaults: { chat: 'fault-stall' }, answer: () => answer });
    await ask(window, 'Please answer.');
    await waitForText(window, shown);
  }

  async function expectWhole(text: string): Promise<void> {
    const { window } = stage();
    await window.waitFor(shownText, (shown) => shown === text);
    await answerEnds(window);
    expect(await alerts(window).count()).toBe(0);
    expect(await answers(window).count()).toBe(1);
    expect(await questions(window).count()).toBe(1);
  }

  it.each(breaks)('$where: what came stays, and Continue brings the rest', async (broken) => {
    const { window } = stage();
    await askHalf(broken);
    await plug.pull();
    await expectOneAlert(window, cutOff);
    await answerEnds(window);
    // Reasoning is folded away at the end.
    expect(await lastAnswer(window).textContent()).toContain(broken.shown);

    const gateway = await plug.push({ answer: () => broken.rest });
    await press('Continue');
    await expectWhole(broken.whole);
    expect(chatRequests(gateway)).toHaveLength(1);
    expect(JSON.stringify(bodyOf(lastChatRequest(gateway)).messages)).toContain(
      JSON.stringify(broken.carried).slice(1, -1),
    );
  });

  it.each(breaks)('$where: Retry asks for the whole answer again', async (broken) => {
    const { window } = stage();
    await askHalf(broken);
    await plug.pull();
    await expectOneAlert(window, cutOff);
    const gateway = await plug.push({ answer: () => ({ text: 'A new answer.' }) });
    await press('Retry');
    await expectWhole('A new answer.');
    expect(bodyOf(lastChatRequest(gateway)).messages.map(({ role }) => role)).toEqual(['system', 'user']);
  });

  it('and stays out: Continue and Retry in vain keep what came', async () => {
    const { window } = stage();
    await askHalf(paragraph);
    await plug.pull();
    await expectOneAlert(window, cutOff);
    for (const way of ['Continue', 'Retry']) {
      await press(way);
      // The alert of before must have gone.
      await stopButton(window).waitFor();
      await expectOneAlert(window, unreachableHalfway);
      await answerEnds(window);
      expect(await shownText()).toBe(paragraph.shown);
    }
    await plug.push({ answer: () => paragraph.rest });
    await press('Continue');
    await expectWhole(paragraph.whole);
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
    await press('Retry');
    await expectWhole('Here I am.');
  });

  it('before the question', async () => {
    const { window } = stage();
    await plug.pull();
    await ask(window, 'Are you there?');
    await expectOneAlert(window, unreachable);
    await plug.push({ answer: () => ({ text: 'Here I am.' }) });
    await press('Retry');
    await expectWhole('Here I am.');
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
    await expectWhole('All of it.');
  });

  it('a gateway that falls silent counts as pulled after the idle time', async () => {
    const { window, workbench } = stage();
    await workbench.changeSettings({ 'opencodex.network.idleTimeout': 2 });
    await askHalf(paragraph);
    await expectOneAlert(window, cutOff);
    await answerEnds(window);
    expect(await shownText()).toBe(paragraph.shown);
    plug.gateway.configure({ routeFaults: {}, answer: () => paragraph.rest });
    await press('Continue');
    await expectWhole(paragraph.whole);
  });
});
