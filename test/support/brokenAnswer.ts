// An answer that stalls halfway until the connection is cut: what is shown of it, and how the rest is obtained.
import { expect } from 'vitest';
import type { ScriptedAnswer } from '../gateway/answer.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { alerts, answerEnds, answers, ask, type ChatWindow, lastAnswer, questions, waitForText } from './chat.ts';

/** A place at which an answer breaks off. Half of its pieces arrive: see `fault-stall`. */
export interface Break {
  readonly where: string;
  readonly answer: ScriptedAnswer;
  /** The text that is shown, and the text that the request for the rest must carry. */
  readonly shown: string;
  readonly carried: string;
  /** The model's response to the request for the rest. */
  readonly rest: ScriptedAnswer;
  /** The complete text that the answer then shows. */
  readonly whole: string;
}

export const brokenParagraph: Break = {
  where: 'in the middle of a paragraph',
  answer: { text: ['Some ', 'bytes ', 'are ', 'lost ', 'on the wa', 'y, ', 'others ', 'arrive ', 'in ', 'time.'] },
  shown: 'Some bytes are lost on the wa',
  carried: 'Some bytes are lost on the wa',
  rest: { text: ['on ', 'the way, ', 'others arrive in time.'] },
  whole: 'Some bytes are lost on the way, others arrive in time.',
};

/** Asks a question whose answer stalls halfway, and waits for the first half. */
export async function askHalf(
  window: ChatWindow,
  gateway: Gateway,
  { answer, shown }: Pick<Break, 'answer' | 'shown'>,
): Promise<void> {
  gateway.configure({ routeFaults: { chat: 'fault-stall' }, answer: () => answer });
  await ask(window, 'Please answer.');
  await waitForText(window, shown);
}

/** Text and code of the last answer, without its reasoning and the rest of the message. */
export async function shownText(window: ChatWindow): Promise<string | undefined> {
  return (await lastAnswer(window).locator('p, pre').allInnerTexts()).at(-1)?.trim();
}

/** Waits until the chat consists of one question and one answer with this text, without an alert. */
export async function expectWhole(window: ChatWindow, text: string): Promise<void> {
  await window.waitFor(
    () => shownText(window),
    (shown) => shown === text,
  );
  await answerEnds(window);
  expect(await alerts(window).count()).toBe(0);
  expect(await answers(window).count()).toBe(1);
  expect(await questions(window).count()).toBe(1);
}
