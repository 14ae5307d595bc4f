// What a button of an answer asks for: all of it again, its rest, with less, or with another model.
import { beforeEach, describe, expect, it } from 'vitest';
import { answered, asked } from '../../support/messages.ts';
import type { ChatSession } from '../../../src/chat/chatSession.ts';
import { AnswerActions } from '../../../src/vscode/chat/answerActions.ts';

describe('AnswerActions', () => {
  let answer: { text?: string; reasoning?: string; error?: object };
  let wanted: unknown[];
  let model: string;
  let actions: AnswerActions;

  beforeEach(() => {
    answer = {};
    wanted = [];
    model = 'current';
    const session = {
      get messages() {
        const { error, text = '', reasoning = '' } = answer;
        return [asked(), { ...answered({ id: 'answer', text, reasoning }), error }];
      },
      retry: (...values: unknown[]) => Promise.resolve(void wanted.push(['retry', ...values])),
      continueAnswer: (...values: unknown[]) => Promise.resolve(void wanted.push(['continue', ...values])),
    } as unknown as ChatSession;
    const selection = {
      get current() {
        return model;
      },
      select: (chosen: string) => Promise.resolve(void (model = chosen)),
    };
    actions = new AnswerActions({ selection } as never, session, {} as never);
  });

  it('asks for all of it again', async () => {
    await actions.mend('answer', 'retry');
    expect(wanted).toEqual([['retry', 'answer', 'current', {}]]);
  });

  it('asks for the rest of what there is', async () => {
    await actions.mend('answer', 'continue');
    expect(wanted).toEqual([['continue', 'answer', 'current', {}]]);
  });

  it('goes on once over the budget: with the rest where there is something, else anew', async () => {
    await actions.mend('answer', 'continue-once');
    answer.reasoning = 'So';
    await actions.mend('answer', 'continue-once');
    expect(wanted).toEqual([
      ['retry', 'answer', 'current', { isApproved: true }],
      ['continue', 'answer', 'current', { isApproved: true }],
    ]);
  });

  it('asks for no more than can be paid, where that is known', async () => {
    await actions.mend('answer', 'fewer-tokens');
    answer.error = { affordableTokens: 300 };
    await actions.mend('answer', 'fewer-tokens');
    expect(wanted.map((call) => (call as unknown[])[3])).toEqual([{}, { maxTokens: 300 }]);
  });

  it('takes the cheaper model that the failure named', async () => {
    answer.error = { cheaperModel: 'cheap' };
    await actions.mend('answer', 'cheaper-model');
    expect(wanted).toEqual([['retry', 'answer', 'cheap', {}]]);
    expect(model).toBe('cheap');
  });

  it('does nothing for a remedy that this version does not know', async () => {
    await actions.mend('answer', 'of-another-version');
    expect(wanted).toEqual([]);
  });
});
