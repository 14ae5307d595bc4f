import { describe, expect, it } from 'vitest';
import { AutoTransport } from '../../../src/api/transport/createTransport.ts';
import type { Transport } from '../../../src/api/transport/transport.ts';
import { leadByEditor } from './support/editor.ts';
import { beginEvents, collect, createClient, delta, done, finish, request, startServer } from './support/server.ts';

describe('connections', () => {
  it('are one for twenty answers in a row whose bodies end 30 ms after [DONE]', async () => {
    const server = await startServer((response) => {
      beginEvents(response);
      response.write(delta('a') + finish() + done);
      setTimeout(() => response.end(), 30);
    });
    const client = createClient(server);
    for (let count = 0; count < 20; count += 1) {
      expect((await collect(client.streamChat(request))).text).toBe('a');
    }
    expect([server.received.length, server.connections]).toEqual([20, 1]);
  });

  it('are given up where the body does not end after [DONE], without holding the answer', async () => {
    const server = await startServer((response) => {
      beginEvents(response);
      response.write(delta('a') + finish() + done);
    });
    const { events } = await collect(createClient(server).streamChat(request));
    expect(events.at(-1)).toEqual({ type: 'turn-end', outcome: 'stop' });
    await server.idle();
  });

  it('of a client that is replaced stay until its answer has come, and close then', async () => {
    const goOn = Promise.withResolvers<undefined>();
    const server = await startServer((response) => {
      beginEvents(response);
      response.write(delta('half'));
      void goOn.promise.then(() => response.end(delta(' and half') + finish() + done));
    });
    const client = createClient(server);
    let retired: Promise<void> | undefined;
    const { text, events } = await collect(client.streamChat(request), ({ type }) => {
      if (type === 'text-delta') {
        retired ??= client.retire();
        goOn.resolve(undefined);
      }
    });
    expect([text, events.at(-1)]).toEqual(['half and half', { type: 'turn-end', outcome: 'stop' }]);
    await retired;
    await server.idle();
  });

  it('are one for twenty reads in a row, also refused ones', async () => {
    const server = await startServer((response, { path }) => {
      response.writeHead(path === '/v1/models' ? 200 : 404).end('{"data":[]}');
    });
    const client = createClient(server);
    for (let count = 0; count < 10; count += 1) {
      await client.listModels();
      await client.readBalance();
    }
    expect([server.received.length, server.connections]).toEqual([20, 1]);
  });

  it('refused are tried three times in all, then unreachable', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1/v1' });
    const { events, error } = await collect(client.streamChat(request));
    expect(events.map((one) => one.type)).toEqual(['retry', 'retry']);
    expect(error).toMatchObject({ kind: 'unreachable', code: 'ECONNREFUSED' });
  });

  it('of the editor stream as the direct ones do', async () => {
    const server = await startServer((response) => {
      beginEvents(response);
      response.end(delta('a') + finish() + done);
    });
    const { text, events } = await collect(createClient(leadByEditor(server)).streamChat(request));
    expect([text, events.at(-1)]).toEqual(['a', { type: 'turn-end', outcome: 'stop' }]);
  });

  it('of the editor are closed by a stop', async () => {
    const controller = new AbortController();
    const server = await startServer((response) => {
      beginEvents(response);
      response.write(delta('part'));
    });
    const client = createClient(leadByEditor(server));
    const { events } = await collect(client.streamChat(request, controller), (one) => {
      if (one.type === 'text-delta') {
        controller.abort();
      }
    });
    expect(events.at(-1)).toEqual({ type: 'turn-end', outcome: 'stopped' });
    await server.idle();
  });
});

describe('the automatic choice', () => {
  const url = new URL('https://gateway.example/v1/models');
  const call = { method: 'GET', url, headers: {}, signal: new AbortController().signal } as const;

  function recorder(name: string, calls: string[], failure?: string): Transport {
    return {
      request: () => {
        calls.push(name);
        const body = { read: () => Promise.resolve(undefined), cancel: () => undefined };
        return failure === undefined
          ? Promise.resolve({ status: 200, header: () => undefined, body })
          : Promise.reject(Object.assign(new Error(failure), { code: failure }));
      },
      close: () => Promise.resolve(),
    };
  }

  it('is the editor where a proxy is set', async () => {
    const calls: string[] = [];
    await new AutoTransport(recorder('direct', calls), recorder('editor', calls), () => 'editor').request(call);
    expect(calls).toEqual(['editor']);
  });

  it('falls back once where no connection can be made, and keeps what worked', async () => {
    const calls: string[] = [];
    const auto = new AutoTransport(recorder('direct', calls, 'ENOTFOUND'), recorder('editor', calls), () => 'direct');
    await auto.request(call);
    await auto.request(call);
    expect(calls).toEqual(['direct', 'editor', 'editor']);
  });

  it('is the direct one after all where the editor cannot connect', async () => {
    const calls: string[] = [];
    const editor = recorder('editor', calls, 'UND_ERR_CONNECT_TIMEOUT');
    const auto = new AutoTransport(recorder('direct', calls), editor, () => 'editor');
    await auto.request(call);
    await auto.request(call);
    expect(calls).toEqual(['editor', 'direct', 'direct']);
  });

  it('asks the editor, which may have credentials, where the proxy wants some', async () => {
    const calls: string[] = [];
    const refusal = 'Proxy response (407) !== 200 when HTTP Tunneling';
    const auto = new AutoTransport(recorder('direct', calls, refusal), recorder('editor', calls), () => 'direct');
    await auto.request(call);
    expect(calls).toEqual(['direct', 'editor']);
  });

  it('does not send again what may have been sent', async () => {
    const calls: string[] = [];
    const auto = new AutoTransport(recorder('direct', calls, 'ECONNRESET'), recorder('editor', calls), () => 'direct');
    await expect(auto.request(call)).rejects.toThrow('ECONNRESET');
    expect(calls).toEqual(['direct']);
  });

  it('names the direct failure where neither way leads', async () => {
    const calls: string[] = [];
    const editor = recorder('editor', calls, 'ECONNREFUSED');
    const auto = new AutoTransport(recorder('direct', calls, 'ENOTFOUND'), editor, () => 'direct');
    await expect(auto.request(call)).rejects.toThrow('ENOTFOUND');
    expect(calls).toEqual(['direct', 'editor']);
  });

  it.each(['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID', 'UNSPECIFIED'])(
    'shows nobody else a certificate that was refused as %s',
    async (code) => {
      for (const first of ['direct', 'editor'] as const) {
        const calls: string[] = [];
        const auto = new AutoTransport(recorder('direct', calls, code), recorder('editor', calls, code), () => first);
        await expect(auto.request(call)).rejects.toThrow(code);
        expect(calls).toEqual([first]);
      }
    },
  );
});
