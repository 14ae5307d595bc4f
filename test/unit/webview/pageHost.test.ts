// The panel's way to its host: what arrives is checked, what is posted goes out as it is.
import { describe, expect, it } from 'vitest';
import { hostMessageSchema, type HostMessage } from '../../../src/protocol/panel.ts';
import { createHost } from '../../../src/webview/kit/pageHost.ts';

function connect(): { page: EventTarget; posted: unknown[]; received: HostMessage[]; stop: () => void } {
  const page = new EventTarget();
  const posted: unknown[] = [];
  const received: HostMessage[] = [];
  const api = {
    postMessage: (message: unknown) => posted.push(message),
    getState: () => 'kept',
    setState: () => undefined,
  };
  const host = createHost(api, page, hostMessageSchema);
  host.post({ type: 'page-ready', chatId: '', openedAt: 0 });
  const subscription = host.onMessage((message) => received.push(message));
  return { page, posted, received, stop: () => subscription.dispose() };
}

const growth = { type: 'answer-grew', chatId: 'chat', messageId: 'answer', part: 0, kind: 'text', text: 'a' } as const;

describe('createHost', () => {
  it('hands on well-formed messages until disposed', () => {
    const { page, posted, received, stop } = connect();
    page.dispatchEvent(new MessageEvent('message', { data: growth }));
    stop();
    page.dispatchEvent(new MessageEvent('message', { data: growth }));
    expect(received).toEqual([growth]);
    expect(posted).toEqual([{ type: 'page-ready', chatId: '', openedAt: 0 }]);
  });

  // Rows: T11
  it.each([undefined, null, 'answer-grew', 1, [], {}, { ...growth, text: 1 }, { ...growth, type: 'unknown' }])(
    'drops %j',
    (data) => {
      const { page, received } = connect();
      page.dispatchEvent(new MessageEvent('message', { data }));
      expect(received).toEqual([]);
    },
  );
});
