// Faults that replace the whole response: documented errors, error pages, redirects, no response at all.
import {
  badRequest,
  notFound,
  paymentRequired,
  type Reply,
  serverError,
  tooManyRequests,
  unauthorized,
} from '../reply.ts';
import type { Fault, FaultTable } from './fault.ts';

const badGatewayPage = `<!DOCTYPE html>
<html><head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>
`;

function always(about: string, reply: Reply): Fault {
  return { about, respond: () => reply };
}

function firstTimes(times: number, about: string, end: Reply | 'reset'): Fault {
  return { about, respond: ({ attempt }) => (attempt < times ? end : undefined) };
}

/** Redirects to another origin of the same gateway, so that the journal shows whether the client followed, and what it sent. */
function redirect(status: number): Fault {
  return {
    about: `${status} to another origin`,
    respond: ({ origin }) => {
      const location = `${origin.replace('127.0.0.1', 'localhost')}/elsewhere`;
      return { status, headers: { location, 'content-type': 'text/plain' }, body: 'Moved.' };
    },
  };
}

export const statusFaults: FaultTable = {
  'fault-400': always('400 as documented', badRequest('the request was refused by the fault model')),
  'fault-401': always('401 as documented', unauthorized('Invalid API Key', 'invalid_api_key')),
  'fault-402': always('402 as documented', paymentRequired()),
  'fault-404': always('404, no such model', notFound('The model does not exist.', 'model_not_found')),
  'fault-429': always('429 with Retry-After of 1 s', tooManyRequests(1)),
  'fault-429-wait': always('429 with Retry-After of 30 s', tooManyRequests(30)),
  'fault-429-hour': always('429 with Retry-After of an hour', tooManyRequests(3_600)),
  'fault-429-once': firstTimes(1, '429 the first time, then the answer', tooManyRequests(0)),
  'fault-500': always('500 as documented', serverError()),
  'fault-500-once': firstTimes(1, '500 the first time, then the answer', serverError()),
  'fault-500-twice': firstTimes(2, '500 twice, then the answer', serverError()),
  'fault-503': always('503 in OpenAI form', serverError(503)),
  'fault-html': always('502 as an HTML page', {
    status: 502,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: badGatewayPage,
  }),
  'fault-redirect': redirect(302),
  'fault-redirect-307': redirect(307),
  'fault-redirect-308': redirect(308),
  'fault-refuse': { about: 'the connection is reset before any answer', respond: () => 'reset' },
  'fault-refuse-once': firstTimes(1, 'reset before any answer the first time, then the answer', 'reset'),
  'fault-silence': { about: 'the request is taken and never answered', respond: () => 'silence' },
};
