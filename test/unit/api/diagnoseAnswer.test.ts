import { describe, expect, it, onTestFinished } from 'vitest';
import { diagnoseAnswer, type AnswerDiagnosisOptions } from '../../../src/api/diagnosis/answerStep.ts';
import type { DiagnosisStep } from '../../../src/shared/diagnosis.ts';
import { runTurn } from '../../../src/turn/runTurn.ts';
import { TurnRecord } from '../../../src/turn/turnRecord.ts';
import { demoKey, emptyKey, instant, startGateway, type Gateway, type GatewayOptions } from '../../gateway/gateway.ts';

const text = 'one two three four five six seven eight nine ten';

async function gatewayFor(options: GatewayOptions = {}): Promise<Gateway> {
  const gateway = await startGateway({ ...instant, answer: () => ({ text }), ...options });
  onTestFinished(() => gateway.close());
  return gateway;
}

const run: AnswerDiagnosisOptions['run'] = async (client, request, signal) => {
  const record = new TurnRecord(request, () => performance.now());
  await runTurn({ record, client: () => Promise.resolve(client), purpose: { feature: 'diagnose' }, signal });
  return record;
};

async function time(gateway: Gateway, model: string, options: { key?: string; limitMs?: number } = {}) {
  const { key = demoKey, ...limit } = options;
  const { signal } = new AbortController();
  const apiKey = (): Promise<string> => Promise.resolve(key);
  const client = { baseUrl: gateway.baseUrl, apiKey, transport: 'direct' } as const;
  const step = await diagnoseAnswer(client, { model, signal, run, ...limit });
  expect(JSON.stringify(step) + String(step.error?.stack)).not.toContain('sk-live-');
  return step;
}

describe('the timing of an answer', () => {
  it('tells when headers, first byte and first token came, how fast it went on, and what was counted', async () => {
    const gateway = await gatewayFor({ firstTokenDelayMs: 60, tokensPerSecond: 100, reportCost: true });
    const step = await time(gateway, 'deepseek-chat');
    const entry = gateway.journal.entries[0];
    expect(gateway.journal.entries).toHaveLength(1);
    expect(entry?.body).toMatchObject({ stream: true, max_tokens: 300 });
    expect(step).toMatchObject({ layer: 'answer', state: 'ok' });
    expect(step.facts).toEqual({
      model: 'deepseek-chat',
      outcome: 'stop',
      attempts: 1,
      status: 200,
      headersMs: expect.any(Number) as number,
      firstByteMs: expect.any(Number) as number,
      firstTokenMs: expect.any(Number) as number,
      tokensPerSecond: expect.any(Number) as number,
      promptTokens: entry?.promptTokens,
      completionTokens: entry?.completionTokens,
      cost: (entry?.chargedMicros ?? 0) / 1_000_000,
    });
    const { headersMs, firstByteMs, firstTokenMs, tokensPerSecond } = step.facts as Record<string, number>;
    expect([headersMs, firstByteMs, firstTokenMs, step.milliseconds]).toEqual(
      [headersMs, firstByteMs, firstTokenMs, step.milliseconds].toSorted((a = 0, b = 0) => a - b),
    );
    // The gateway waits 60 ms with the first token, which is no part of the speed.
    expect(firstTokenMs).toBeGreaterThanOrEqual(59);
    const slowest = (1000 * (entry?.completionTokens ?? 0)) / (step.milliseconds - (firstTokenMs ?? 0) + 1);
    expect(tokensPerSecond).toBeGreaterThanOrEqual(Math.floor(slowest));
  });

  it('counts from the attempt that was answered', async () => {
    const gateway = await gatewayFor();
    const { state, facts } = await time(gateway, 'fault-429-once');
    expect([state, facts.attempts, facts.outcome]).toEqual(['ok', 2, 'stop']);
  });

  it.each([
    ['fault-cut', 'failed', 'answer-cut-off', 'cut-off'],
    ['fault-drop', 'failed', 'answer-cut-off', 'cut-off'],
    ['fault-content-filter', 'warning', 'choose-model', 'content-filter'],
  ])('tells how %s ends', async (model, state, advice, outcome) => {
    const step = await time(await gatewayFor(), model);
    expect(step).toMatchObject({ state, advice, facts: { outcome, status: 200 } });
  });

  it.each([
    ['no-such-model', demoKey, 'choose-model', 'bad-request'],
    ['deepseek-chat', emptyKey, 'top-up', 'out-of-credit'],
    ['deepseek-chat', 'sk-live-nobody-knows-it', 'replace-key', 'invalid-key'],
    ['fault-empty', demoKey, 'choose-model', 'empty'],
    ['fault-error-event', demoKey, 'wait', 'server'],
  ])('tells why %s failed with %s', async (model, key, advice, kind) => {
    const step = await time(await gatewayFor(), model, { key });
    expect(step).toMatchObject({ state: 'failed', advice, error: { kind } });
  });

  it('has an end', async () => {
    const gateway = await gatewayFor();
    const step = await time(gateway, 'fault-stall', { limitMs: 2000 });
    expect(step).toMatchObject({ state: 'failed', error: { kind: 'timeout' } });
    await gateway.journal.next(({ outcome }) => outcome === 'aborted');
  });

  it('stops when told, and throws why', async () => {
    const gateway = await gatewayFor();
    const controller = new AbortController();
    const timing: Promise<DiagnosisStep> = diagnoseAnswer(
      { baseUrl: gateway.baseUrl, apiKey: () => Promise.resolve(demoKey), transport: 'direct' },
      { model: 'fault-stall', signal: controller.signal, run },
    );
    await gateway.journal.next(({ status }) => status === 200);
    controller.abort(new Error('enough'));
    await expect(timing).rejects.toThrow('enough');
    await gateway.journal.next(({ outcome }) => outcome === 'aborted');
  });
});
