import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatKeeper } from '../../../src/chat/chatKeeper.ts';
import type { Answer } from '../../../src/shared/chat.ts';
import type { PartDelta } from '../../../src/shared/parts.ts';
import { answered, plain } from '../../support/messages.ts';
import type { ChatHead, MessageToSave, StoreProblem } from '../../../src/shared/history.ts';

const head: ChatHead = { id: 'c', title: 'Chat', model: 'm' };
const answer = (text: string): Answer => answered({ text, status: 'streaming' });
const piece = (text: string): PartDelta => ({ part: 0, kind: 'text', text });
const joined = (deltas: readonly PartDelta[]): string => deltas.map(({ text }) => text).join('');

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
            `save ${messages.map(({ message, place }) => `${plain(message).text}@${typeof place === 'string' ? place : 'branch'}`).join(' ')}`,
          ),
        growAnswer: (_id, deltas) => write(`grow ${joined(deltas)}`),
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
    keeper.grow(head, answer('ab'), piece('ab'));
    keeper.grow(head, answer('abc'), piece('c'));
    expect(jobs.map(({ delayMs }) => delayMs < 1_000)).toEqual([true]);
    runJobs();
    await keeper.flush();
    expect(written).toEqual(['grow abc']);
  });

  it('drops pieces that a whole message holds', async () => {
    keeper.grow(head, answer('ab'), piece('ab'));
    await keeper.save(head, [{ message: answer('abc'), place: 'next' }]);
    await keeper.flush();
    expect(written).toEqual(['save abc@next']);
  });

  // Rows: F10, F11
  it('holds what cannot be saved, says so once, tries again, and says when it works', async () => {
    problem = 'full';
    await keeper.save(head, [{ message: answer(''), place: { after: 'q' } }]);
    keeper.grow(head, answer('half'), piece('half'));
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

  it('hands all that is not saved to the store before that is closed', async () => {
    problem = 'busy';
    await keeper.save(head, [{ message: { ...answer('one'), id: 'b' }, place: 'next' }]);
    keeper.grow({ ...head, id: 'd' }, answer('ab'), piece('ab'));
    problem = undefined;
    keeper.dispose();
    expect(written).toEqual(['save one@next', 'save ab@next']);
    expect(jobs).toEqual([]);
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

/** A store that answers each write, in their order, when the test says so. */
class SlowStore {
  readonly texts = new Map<string, string>();
  readonly #waiting: {
    readonly write: () => void;
    readonly resolve: () => void;
    readonly reject: (error: Error) => void;
  }[] = [];

  get isIdle(): boolean {
    return this.#waiting.length === 0;
  }

  saveMessages(_head: ChatHead, messages: readonly MessageToSave[]): Promise<void> {
    return this.#wait(() => messages.forEach(({ message }) => this.texts.set(message.id, plain(message).text)));
  }

  growAnswer(id: string, deltas: readonly PartDelta[]): Promise<void> {
    return this.#wait(() => this.texts.set(id, (this.texts.get(id) ?? '') + joined(deltas)));
  }

  async answerNext(isWritten: boolean): Promise<void> {
    const next = this.#waiting.shift();
    if (isWritten) {
      next?.write();
      next?.resolve();
    } else {
      next?.reject(new Error('busy'));
    }
    // What waits for this answer goes on first.
    await new Promise((resolve) => setImmediate(resolve));
  }

  #wait(write: () => void): Promise<void> {
    return new Promise((resolve, reject) => this.#waiting.push({ write, resolve, reject }));
  }
}

describe('ChatKeeper with a store that fails now and then', () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant('grow' as const) },
      fc.constantFrom('new' as const, 'end' as const, 'gathered' as const, 'retry' as const, 'fails' as const),
      { weight: 2, arbitrary: fc.constant('succeeds' as const) },
    ),
    { maxLength: 40 },
  );

  it('keeps the newest of each message in the end, in the order in which they came', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const store = new SlowStore();
        const jobs = new Set<() => void>();
        const keeper = new ChatKeeper({
          store,
          schedule: (job) => {
            jobs.add(job);
            return () => jobs.delete(job);
          },
          problemOf: () => 'busy',
          onProblem: () => undefined,
        });
        const meant = new Map<string, string>();
        const save = (id: string): void => {
          const message: Answer = { ...answer(meant.get(id) ?? ''), id };
          void keeper.save(head, [{ message, place: 'next' }]);
        };
        const runJobs = (): void => {
          const due = [...jobs];
          jobs.clear();
          due.forEach((job) => job());
        };
        let current = '';
        for (const [index, step] of all.entries()) {
          if (step === 'new' || current === '') {
            current = `m${index}`;
            meant.set(current, '');
            save(current);
          } else if (step === 'grow') {
            const text = `${index},`;
            meant.set(current, `${meant.get(current)}${text}`);
            const grown: Answer = { ...answer(meant.get(current) ?? ''), id: current };
            keeper.grow(head, grown, piece(text));
          } else if (step === 'end') {
            meant.set(current, `${meant.get(current)}.`);
            save(current);
          } else if (step === 'gathered') {
            void keeper.flush();
          } else if (step === 'retry') {
            runJobs();
          } else {
            await store.answerNext(step === 'succeeds');
          }
          // At no moment is a message neither in the store nor known not to be.
          const unsaved = keeper.unsaved.flatMap(({ messages }) => messages.map(({ message }) => message.id));
          expect(new Set([...store.texts.keys(), ...unsaved])).toEqual(new Set(meant.keys()));
        }
        while (!store.isIdle || jobs.size > 0) {
          runJobs();
          await store.answerNext(true);
        }
        expect([...store.texts]).toEqual([...meant]);
        expect(keeper.unsaved).toEqual([]);
        expect(keeper.problem).toBeUndefined();
      }),
    );
  });
});
