import { beforeEach, describe, expect, it } from 'vitest';
import { ChatKeeper } from '../../../src/chat/chatKeeper.ts';
import type { Answer } from '../../../src/shared/chat.ts';
import type { ChatHead, MessageToSave, StoreProblem } from '../../../src/shared/history.ts';

const head: ChatHead = { id: 'c', title: 'Chat', model: 'm' };
const answer = (text: string): Answer => ({
  ...{ id: 'a', role: 'assistant', model: 'm', reasoning: '', status: 'streaming' },
  text,
});

describe('ChatKeeper', () => {
  let keeper: ChatKeeper;
  let problem: StoreProblem | undefined;
  let told: (StoreProblem | undefined)[];
  let written: string[];
  let jobs: { readonly job: () => void; readonly delayMs: number }[];

  beforeEach(() => {
    problem = undefined;
    told = [];
    written = [];
    jobs = [];
    const write = (what: string): Promise<void> => {
      if (problem !== undefined) {
        return Promise.reject(new Error(problem));
      }
      written.push(what);
      return Promise.resolve();
    };
    keeper = new ChatKeeper({
      store: {
        saveMessages: (_head, messages: readonly MessageToSave[]) =>
          write(
            `save ${messages.map(({ message, place }) => `${message.text}@${typeof place === 'string' ? place : 'branch'}`).join(' ')}`,
          ),
        growAnswer: (_id, text) => write(`grow ${text}`),
      },
      schedule: (job, delayMs) => {
        const entry = { job, delayMs };
        jobs.push(entry);
        return () => (jobs = jobs.filter((one) => one !== entry));
      },
      problemOf: () => problem ?? 'broken',
      onProblem: (one) => told.push(one),
    });
  });

  function runJobs(): void {
    const due = jobs;
    jobs = [];
    due.forEach(({ job }) => job());
  }

  it('gathers pieces for less than a second, and writes each once', async () => {
    keeper.grow(head, answer('ab'), { text: 'ab', reasoning: '' });
    keeper.grow(head, answer('abc'), { text: 'c', reasoning: '' });
    expect(jobs.map(({ delayMs }) => delayMs < 1_000)).toEqual([true]);
    runJobs();
    await keeper.flush();
    expect(written).toEqual(['grow abc']);
  });

  it('drops pieces that a whole message holds', async () => {
    keeper.grow(head, answer('ab'), { text: 'ab', reasoning: '' });
    await keeper.save(head, [{ message: answer('abc'), place: 'next' }]);
    await keeper.flush();
    expect(written).toEqual(['save abc@next']);
  });

  it('holds what cannot be saved, says so once, tries again, and says when it works', async () => {
    problem = 'full';
    await keeper.save(head, [{ message: answer(''), place: { after: 'q' } }]);
    keeper.grow(head, answer('half'), { text: 'half', reasoning: '' });
    await keeper.flush();
    expect(told).toEqual(['full']);
    problem = undefined;
    runJobs();
    await expect.poll(() => written).toEqual(['save half@branch']);
    expect(told).toEqual(['full', undefined]);
  });

  it('saves what is held with the next message', async () => {
    problem = 'busy';
    await keeper.save(head, [{ message: answer('one'), place: 'next' }]);
    problem = undefined;
    await keeper.save(head, [{ message: { ...answer('two'), id: 'b' }, place: 'next' }]);
    expect(written).toEqual(['save one@next two@next']);
  });

  it('knows which messages are not kept yet: on their way, and held', async () => {
    const saving = keeper.save(head, [{ message: answer('one'), place: 'next' }]);
    expect(keeper.isPending('a')).toBe(true);
    expect(keeper.unsaved).toEqual([{ head, messages: [{ message: answer('one'), place: 'next' }] }]);
    await saving;
    expect(keeper.isPending('a')).toBe(false);
    expect(keeper.unsaved).toEqual([]);
    problem = 'full';
    await keeper.save(head, [{ message: answer('two'), place: 'next' }]);
    expect(keeper.isPending('a')).toBe(true);
    expect(keeper.unsaved).toEqual([{ head, messages: [{ message: answer('two'), place: 'next' }] }]);
  });
});
