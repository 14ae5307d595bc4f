// Which chat a panel gets that was loaded anew.
import { describe, expect, it } from 'vitest';
import { isToOpen, planRestore } from '../../../src/chat/restorePanel.ts';
import type { StoredChat } from '../../../src/shared/history.ts';

const fresh = { chatId: 'fresh', isEmpty: true };
const busy = { chatId: 'busy', isEmpty: false };

function stored(deletedAt?: number): StoredChat {
  return { summary: { id: 'kept', ...(deletedAt === undefined ? {} : { deletedAt }) }, messages: [] } as never;
}

describe('a panel that was loaded anew', () => {
  it('shows the chat that was open, which is read', () => {
    const earlier = { interrupted: undefined, lastOpen: 'kept' };
    expect(planRestore(fresh, 'older', earlier)).toEqual({ lastId: 'kept', readId: 'kept' });
  });

  it('shows an interrupted answer before that', () => {
    const earlier = { interrupted: 'cut', lastOpen: 'kept' };
    expect(planRestore(fresh, 'kept', earlier)).toEqual({ lastId: 'cut', readId: 'cut' });
  });

  it('stays with a session in which something was said, and restores the drafts of the chat that it showed', () => {
    expect(planRestore(busy, 'kept', undefined)).toEqual({ lastId: 'kept' });
    expect(planRestore(busy, 'kept', { interrupted: 'cut', lastOpen: 'kept' })).toEqual({ lastId: 'kept' });
  });

  it('reads nothing on the first start, nor where the chat is in the session already', () => {
    expect(planRestore(fresh, '', { interrupted: undefined, lastOpen: '' })).toEqual({ lastId: '' });
    expect(planRestore(fresh, '', { interrupted: undefined, lastOpen: 'fresh' })).toEqual({ lastId: 'fresh' });
  });

  it('opens what was read unless it is gone, or in the trash', () => {
    expect(isToOpen(stored(), fresh, fresh)).toBe(true);
    expect(isToOpen(undefined, fresh, fresh)).toBe(false);
    expect(isToOpen(stored(1), fresh, fresh)).toBe(false);
  });

  it('leaves what the user has begun while it was read', () => {
    expect(isToOpen(stored(), fresh, { chatId: 'another', isEmpty: true })).toBe(false);
    expect(isToOpen(stored(), fresh, { ...fresh, isEmpty: false })).toBe(false);
  });
});
