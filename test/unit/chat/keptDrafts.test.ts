// What the user is writing, kept where it can be: nothing of it fails.
import { beforeEach, describe, expect, it } from 'vitest';
import { KeptDrafts, type DraftStore } from '../../../src/chat/keptDrafts.ts';
import type { OpenChat } from '../../../src/shared/draft.ts';

describe('KeptDrafts', () => {
  let kept: OpenChat | undefined;
  let warnings: string[];
  let isBroken: boolean;
  let drafts: KeptDrafts;

  beforeEach(() => {
    kept = undefined;
    warnings = [];
    isBroken = false;
    const answer = <T>(value: T): Promise<T> => (isBroken ? Promise.reject(new Error('full')) : Promise.resolve(value));
    const store: DraftStore = {
      saveDrafts: () => answer(undefined),
      noteOpenChat: () => answer(undefined),
      readOpenChat: () => answer(kept),
      readDrafts: () => answer([]),
    };
    const ignore = (): void => undefined;
    const log = { debug: ignore, info: ignore, error: ignore, warn: (text: string) => warnings.push(text) };
    drafts = new KeptDrafts({ store, log });
  });

  it('takes for the last chat what is newer of what the panel and the store have', async () => {
    const ofPanel = { chatId: 'panel', openedAt: 5 };
    expect(await drafts.lastChatId(ofPanel)).toBe('panel');
    kept = { chatId: 'store', openedAt: 5 };
    expect(await drafts.lastChatId(ofPanel)).toBe('panel');
    kept = { chatId: 'store', openedAt: 6 };
    expect(await drafts.lastChatId(ofPanel)).toBe('store');
  });

  it('looks for an earlier chat only where nothing was said in this one', async () => {
    kept = { chatId: 'store', openedAt: 6 };
    const ofPanel = { chatId: 'panel', openedAt: 5 };
    let looked = 0;
    const findInterrupted = (): Promise<undefined> => Promise.resolve(void (looked += 1));
    expect(await drafts.planRestore({ chatId: 'now', isEmpty: false }, ofPanel, findInterrupted)).toMatchObject({
      lastId: 'panel',
      readId: undefined,
    });
    expect(looked).toBe(0);
    expect(await drafts.planRestore({ chatId: 'now', isEmpty: true }, ofPanel, findInterrupted)).toMatchObject({
      readId: 'store',
    });
    expect(
      await drafts.planRestore({ chatId: 'now', isEmpty: true }, ofPanel, () => Promise.resolve('cut')),
    ).toMatchObject({
      readId: 'cut',
    });
  });

  it('leaves all with the panel where the store refuses, and says so once', async () => {
    isBroken = true;
    expect(await drafts.read(['a'])).toEqual([]);
    await drafts.save([], { chatId: 'a', openedAt: 1 });
    await drafts.noteOpenChat('a');
    expect(await drafts.lastChatId({ chatId: 'panel', openedAt: 1 })).toBe('panel');
    expect(warnings).toEqual(['Drafts are with the panel alone: full']);
  });
});
