// Clocks that stand still, jump or run back: the order of messages and who writes an answer do not hang on them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answered, asked, textsInSight } from '../../support/messages.ts';
import type { ChatMessage } from '../../../src/shared/chat.ts';
import { StoreSession } from '../../../src/store/storeSession.ts';

const day = 86_400_000;

describe('the store', () => {
  let folder: string;
  let sessions: StoreSession[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-clocks-'));
    sessions = [];
    vi.useFakeTimers({ toFake: ['Date', 'performance'], now: new Date('2026-03-05T10:00:00Z') });
  });
  afterEach(async () => {
    sessions.forEach((session) => session.close());
    vi.useRealTimers();
    await rm(folder, { recursive: true });
  });

  function openWindow(windowId: string): StoreSession {
    const session = new StoreSession({ folder, windowId, onNews: () => undefined });
    sessions.push(session);
    return session;
  }

  const head = { id: 'c', title: 'Chat', model: 'm' };
  const question = (id: string): ChatMessage => asked({ id, text: id });
  const waiting = answered({ status: 'waiting' });

  // Rows: F42
  it.each([
    ['a day back', -day],
    ['a year on', 365 * day],
  ])('keeps messages in their order when the clock goes %s', (_way, step) => {
    const store = openWindow('window');
    for (const id of ['one', 'two', 'three']) {
      store.saveMessages(head, [{ message: question(id), place: 'next' }]);
      vi.setSystemTime(Date.now() + step);
    }
    expect(textsInSight(store.readTree('c'))).toEqual(['one', 'two', 'three']);
  });

  // Rows: F40, F42
  it('knows an answer as growing that is waited for without a word, and as interrupted when its window has gone', () => {
    const [writer, reader] = [openWindow('writer'), openWindow('reader')];
    writer.saveMessages(head, [{ message: waiting, place: 'next' }]);
    const isGrowing = () => reader.readTree('c')?.messages[0]?.isGrowing;
    for (let seconds = 0; seconds < 600; seconds += 10) {
      vi.advanceTimersByTime(10_000);
      writer.lookForNews();
      expect(isGrowing(), `after ${seconds} s`).toBe(true);
    }
    vi.setSystemTime(Date.now() - day);
    vi.advanceTimersByTime(30_000);
    writer.lookForNews();
    expect(isGrowing()).toBe(true);
    vi.advanceTimersByTime(300_000);
    expect(isGrowing()).toBe(false);
  });
});
