// Rows 19-24, 31-40 and 64: errors in every disguise.
import type { Fault, FaultTable } from '../faults/fault.ts';
import { bytes, refusal, refuse, soon, stream } from './script.ts';

const event = (about: string, body: unknown): Fault => stream(about, [JSON.stringify(body)]);

const page = (title: string): string =>
  `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body>…</body></html>`;
const html = { 'content-type': 'text/html; charset=utf-8' } as const;

const banned = '该令牌无权使用模型：gpt-4';

export const refusalQuirks: FaultTable = {
  'quirk-19': event('an error as an event', { error: { message: 'No credit upstream', code: 402 } }),
  'quirk-20': event('an error as text', { error: 'Model is overloaded' }),
  'quirk-21': event('an error beside empty choices', { choices: [], error: { message: 'Bad gateway', code: 502 } }),
  'quirk-22': stream('an event named error', [bytes('event: error\ndata: {"message":"Overloaded"}\n\n')]),
  'quirk-23-detail': event('an error as detail', { detail: 'Not for you' }),
  'quirk-23-base-resp': event("MiniMax's base_resp", { base_resp: { status_code: 1004, status_msg: 'login fail' } }),
  'quirk-23-message': event('a message with a code', { message: 'No channel', code: 'no_channel' }),
  'quirk-24': stream('an error as plain text', ['error: the model crashed']),
  'quirk-31-json': refuse('status 200 with an error', {
    status: 200,
    body: { error: { message: 'Quota used up', code: 'insufficient_quota' } },
  }),
  'quirk-31-html': refuse('status 200 with a login page', {
    status: 200,
    headers: { ...html, ...soon },
    body: page('Sign in'),
  }),
  'quirk-32-502': refuse('a 502 page', { status: 502, headers: { ...html, ...soon }, body: page('502 Bad Gateway') }),
  'quirk-32-524': refuse('a 524 page', {
    status: 524,
    headers: { ...html, ...soon },
    body: page('524: A timeout occurred'),
  }),
  'quirk-33': refuse('out of credit as a number', refusal(402, { message: 'Insufficient credits', code: 402 })),
  'quirk-34': refuse(
    'a 402 that means fewer tokens',
    refusal(402, {
      message:
        'This request requires more credits, or fewer max_tokens. You requested up to 4096 tokens, but can only afford 812.',
      code: 402,
    }),
  ),
  'quirk-35': refuse(
    'a 402 that is over soon',
    refusal(402, { message: 'Too much in flight', code: 402 }, { 'retry-after-ms': '5' }),
    1,
  ),
  'quirk-36-user': refuse('quota as 403', refusal(403, { message: '用户额度不足', code: 'insufficient_user_quota' })),
  'quirk-36-token': refuse(
    'quota of the token as 403',
    refusal(403, { message: 'quota', type: 'new_api_error', code: 'pre_consume_token_quota_failed' }),
  ),
  'quirk-37': refuse(
    'quota as 429',
    refusal(429, { message: 'You exceeded your quota', code: 'insufficient_quota' }, soon),
  ),
  'quirk-38-entitlement': refuse(
    'a limit of the plan',
    refusal(403, { message: 'limit', code: 'entitlement_limit_reached' }),
  ),
  'quirk-38-concurrency': refuse(
    'too many at once',
    refusal(403, { message: 'busy', code: 'token_concurrency_limit_reached' }, soon),
  ),
  'quirk-39-empty': refuse('a 401 without a word', { status: 401, body: '' }),
  'quirk-39-one-api': refuse('a 401 without a code', refusal(401, { message: '无效的令牌', type: 'one_api_error' })),
  'quirk-40': refuse('a model that is not allowed', refusal(403, { message: banned, type: 'one_api_error' })),
  'quirk-64': refuse(
    'a Retry-After of a day',
    refusal(429, { message: 'slow down', code: 'rate_limit_exceeded' }, { 'retry-after': '86400' }),
  ),
};
