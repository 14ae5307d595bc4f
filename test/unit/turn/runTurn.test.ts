import { describe, expect, it } from 'vitest';
import type { ChatRequest, TurnEvent } from '../../../src/shared/gateway.ts';
import type { Purpose } from '../../../src/shared/purpose.ts';
import { runTurn, type TurnClient } from '../../../src/turn/runTurn.ts';
import { TurnRecord } from '../../../src/turn/turnRecord.ts';

const request: ChatRequest = { model: 'm', messages: [] };
const purpose: Purpose = { feature: 'chat', chatId: 'c', isApproved: true };
const retry: TurnEvent = { type: 'retry', attempt: 1, delayMs: 500, error: new Error('busy') };
const call: TurnEvent = { type: 'tool-call', id: '1', name: 'read', arguments: '{}' };
const end: TurnEvent = { type: 'turn-end', outcome: 'stop' };

interface Run {
  readonly record: TurnRecord;
  /** What the listener was told, in order. */
  readonly told: readonly string[];
  readonly asked: readonly unknown[];
}

/** A turn whose stream gives these; 'abort' is somebody who stops it then. */
async function run(...script: readonly (TurnEvent | Error | 'abort')[]): Promise<Run> {
  const told: string[] = [];
  const asked: unknown[] = [];
  const abort = new AbortController();
  const client: TurnClient = {
    async *streamChat(body, options) {
      asked.push(body, options);
      for (const event of script) {
        await Promise.resolve();
        if (event instanceof Error) {
          throw event;
        }
        if (event === 'abort') {
          abort.abort();
        } else {
          yield event;
        }
      }
    },
  };
  const record = new TurnRecord(request, () => 0);
  await runTurn({
    record,
    client: () => Promise.resolve(client),
    purpose,
    signal: abort.signal,
    listener: {
      pieceCame: (piece) => told.push(`${piece.type} ${record.hasBegun}`),
      retryChanged: (wait) => told.push(wait ? `attempt ${wait.attempt} in ${wait.delayMs}` : 'no wait'),
    },
  });
  expect(asked).toEqual([request, { ...purpose, signal: abort.signal }]);
  return { record, told, asked };
}

describe('running a turn', () => {
  it('hands every piece on once the record has it, tool calls too', async () => {
    const { record, told } = await run(
      { type: 'turn-start' },
      { type: 'reasoning-delta', text: 'Hm' },
      { type: 'text-delta', text: 'Hi' },
      call,
      { type: 'usage', usage: { promptTokens: 1, completionTokens: 2 } },
      end,
    );
    expect(told).toEqual(['reasoning-delta true', 'text-delta true', 'tool-call true']);
    expect(record.outcome).toBe('stop');
    expect(record.usage).toEqual({ promptTokens: 1, completionTokens: 2 });
  });

  it('tells of each wait, and once when it is over', async () => {
    const { told } = await run(retry, retry, { type: 'turn-start' }, { type: 'text-delta', text: 'Hi' }, end);
    expect(told).toEqual(['attempt 2 in 500', 'attempt 2 in 500', 'no wait', 'text-delta true']);
  });

  it('never rejects: what was thrown is in the record, with what came before', async () => {
    const gone = new Error('gone');
    const { record, told } = await run({ type: 'text-delta', text: 'Hi' }, gone);
    expect(record.failure).toEqual({ error: gone });
    expect(record.outcome).toBeUndefined();
    expect(told).toEqual(['text-delta true']);
  });

  it.each([
    ['throws', new Error('aborted')],
    ['ends without a word', undefined],
    ['says so', { type: 'turn-end', outcome: 'stopped' } as const],
  ])('is stopped where the stream %s after an abort', async (_how, last) => {
    const { record } = await run({ type: 'text-delta', text: 'Hi' }, 'abort', ...(last === undefined ? [] : [last]));
    expect([record.outcome, record.failure]).toEqual(['stopped', undefined]);
  });

  it('fails, and asks nobody, where there is no client', async () => {
    const error = new Error('no client');
    const record = new TurnRecord(request, () => 0);
    const { signal } = new AbortController();
    await runTurn({ record, client: () => Promise.reject(error), purpose, signal });
    expect(record.failure).toEqual({ error });
  });
});
