// Which chat a panel gets that was loaded anew.
import { describe, expect, it } from 'vitest';
import { planRestore } from '../../../src/chat/restorePanel.ts';
import type { ChatTree } from '../../../src/shared/history.ts';

const fresh = { chatId: 'fresh', isEmpty: true };
const busy = { chatId: 'busy', isEmpty: false };

function stored(deletedAt?: number): ChatTree {
  return { summary: { id: 'kept', ...(deletedAt === undefined ? {} : { deletedAt }) }, messages: [] } as never;
}

const plan = planRestore(fresh, '', { interrupted: undefined, lastOpen: 'kept' });

describe('a panel that was loaded anew', () => {
  it('shows the chat that was open, which is read', () => {
    const earlier = { interrupted: undefined, lastOpen: 'kept' };
    expect(planRestore(fresh, 'older', earlier)).toMatchObject({ lastId: 'kept', readId: 'kept' });
  });

  it('shows an interrupted answer before that', () => {
    const earlier = { interrupted: 'cut', lastOpen: 'kept' };
    expect(planRestore(fresh, 'kept', earlier)).toMatchObject({ lastId: 'cut', readId: 'cut' });
  });

  it('stays with a session in which something was said, and restores the drafts of the chat that it showed', () => {
    expect(planRestore(busy, 'kept', undefined)).toMatchObject({ lastId: 'kept', readId: undefined });
    expect(planRestore(busy, 'kept', { interrupted: 'cut', lastOpen: 'kept' })).toMatchObject({
      lastId: 'kept',
      readId: undefined,
    });
  });

  it('reads nothing on the first start, nor where the chat is in the session already', () => {
    expect(planRestore(fresh, '', { interrupted: undefined, lastOpen: '' })).toMatchObject({
      lastId: '',
      readId: undefined,
    });
    expect(planRestore(fresh, '', { interrupted: undefined, lastOpen: 'fresh' })).toMatchObject({
      lastId: 'fresh',
      readId: undefined,
    });
  });

  it('opens what was read unless it is gone, or in the trash', () => {
    expect(plan.isToOpen(stored(), fresh)).toBe(true);
    expect(plan.isToOpen(undefined, fresh)).toBe(false);
    expect(plan.isToOpen(stored(1), fresh)).toBe(false);
  });

  it('leaves what the user has begun while it was read', () => {
    expect(plan.isToOpen(stored(), { chatId: 'another', isEmpty: true })).toBe(false);
    expect(plan.isToOpen(stored(), { ...fresh, isEmpty: false })).toBe(false);
  });
});
