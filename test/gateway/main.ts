// The gateway as a program: prints one line of JSON when it is listening, and runs until SIGINT or SIGTERM.
import { parseArgs } from 'node:util';
import { demoKey, startGateway } from './gateway.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'tokens-per-second': { type: 'string', default: '60' },
    'first-token-delay': { type: 'string', default: '250' },
    credits: { type: 'string', default: '500' },
    'no-key': { type: 'boolean', default: false },
    'list-faults': { type: 'boolean', default: false },
    'any-model': { type: 'boolean', default: false },
  },
});

const gateway = await startGateway({
  port: wholeNumber('port'),
  tokensPerSecond: wholeNumber('tokens-per-second'),
  firstTokenDelayMs: wholeNumber('first-token-delay'),
  keys: { [demoKey]: { state: 'active', credits: wholeNumber('credits') } },
  requireKey: !values['no-key'],
  listFaults: values['list-faults'],
  acceptAnyModel: values['any-model'],
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void gateway.close());
}

console.log(JSON.stringify({ url: gateway.baseUrl, origin: gateway.origin, key: demoKey }));

function wholeNumber(name: 'port' | 'tokens-per-second' | 'first-token-delay' | 'credits'): number {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < 0) {
    throw new Error(`--${name} takes a whole number, not ${values[name]}.`);
  }
  return number;
}
