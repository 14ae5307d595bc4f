// What the gateway remembers of requests, and what it must not.
import { Client } from 'undici';
import { describe, expect, it } from 'vitest';
import { demoKey } from '../../gateway/gateway.ts';
import { ask, openGateway, read } from './support.ts';

describe('the journal', () => {
  it('holds each request with its end, tokens and cost', async () => {
    const gateway = await openGateway();
    gateway.script({ text: 'x'.repeat(8) });
    await (await ask(gateway, 'hi')).text();
    await (await read(gateway, '/nothing?a=1')).text();
    const [chat, other] = gateway.journal.entries;
    expect(chat).toMatchObject({
      id: 1,
      method: 'POST',
      path: '/api/v1/chat/completions',
      body: { model: 'deepseek-chat', messages: [{ role: 'user', content: 'hi' }] },
      isKeyAccepted: true,
      status: 200,
      outcome: 'answered',
      promptTokens: 1,
      completionTokens: 2,
      chargedMicros: 9_000,
      keyLeaks: [],
    });
    expect(other).toMatchObject({ id: 2, path: '/api/v1/nothing?a=1', status: 404, body: undefined });
    expect(chat?.endedAt).toBeGreaterThanOrEqual(chat?.receivedAt ?? Infinity);
  });

  it('never holds a key, wherever it stood, and says where that was', async () => {
    const gateway = await openGateway();
    const wrong = 'sk-live-canary-77777777';
    await ask(gateway, `my key is ${wrong}`, {}, { key: wrong, headers: { 'x-other': `${demoKey}!` } });
    await read(gateway, `/balance?key=${demoKey}`);
    const [first, second] = gateway.journal.entries;
    const overHttp = await (await fetch(`${gateway.origin}/__gateway/journal`)).text();
    for (const text of [JSON.stringify(gateway.journal.entries), overHttp]) {
      expect(text).not.toContain(wrong);
      expect(text).not.toContain(demoKey);
    }
    expect(first).toMatchObject({ isKeyAccepted: false, keyLeaks: ['header x-other', 'body'] });
    expect(first?.headers['authorization']).toBe('Bearer sk-live-…');
    expect(first?.body).toMatchObject({ messages: [{ content: 'my key is sk-live-…' }] });
    expect(second).toMatchObject({ isKeyAccepted: true, keyLeaks: ['path'] });
  });

  it('hides tokens of any other form too', async () => {
    const gateway = await openGateway();
    await ask(gateway, 'hi', {}, { key: 'another-kind-of-secret' });
    expect(gateway.journal.entries[0]?.headers['authorization']).toBe('Bearer …');
    expect(JSON.stringify(gateway.journal.entries)).not.toContain('another-kind-of-secret');
  });

  it('waits for a request that is still to come', async () => {
    const gateway = await openGateway();
    const waiting = gateway.journal.next((entry) => entry.path.endsWith('/balance'));
    await read(gateway, '/models');
    await read(gateway, '/balance');
    expect((await waiting).id).toBe(2);
    expect((await gateway.journal.next(() => true)).id).toBe(1);
    expect((await gateway.journal.next(() => true, { after: 1 })).id).toBe(2);
  });

  it('gives up waiting after a time, and when the gateway closes', async () => {
    const gateway = await openGateway();
    await expect(gateway.journal.next(() => true, { timeoutMs: 1 })).rejects.toThrow('No such request within 1 ms.');
    const isClosed = expect(gateway.journal.next(() => true)).rejects.toThrow('closed');
    gateway.journal.close();
    await isClosed;
  });

  it('counts connections and which request came on which', async () => {
    const gateway = await openGateway();
    for (const round of ['first', 'second']) {
      const client = new Client(gateway.origin);
      for (const path of ['/api/v1/models', '/api/v1/balance', `/${round}`]) {
        const { body } = await client.request({ method: 'GET', path });
        await body.dump();
      }
      expect(gateway.connections.open).toBeGreaterThanOrEqual(1);
      await client.close();
    }
    expect(gateway.connections.accepted).toBe(2);
    expect(gateway.journal.entries.map((entry) => entry.connection)).toEqual([1, 1, 1, 2, 2, 2]);
  });
});
