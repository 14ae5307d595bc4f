// The ways in which a gateway could send a key back (G9): how it is written, and where it stands in the reply.

/** The key as it is written somewhere. */
export type Writing = (key: string) => string;

function eachCharacter(write: (code: number) => string): Writing {
  return (key) => Array.from(key, (character) => write(character.charCodeAt(0))).join('');
}

function hex(code: number): string {
  return code.toString(16).padStart(2, '0');
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function swapCase(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
}

function backwards(text: string): string {
  return Array.from(text).reverse().join('');
}

export const writings: Readonly<Record<string, Writing>> = {
  plain: (key) => `Bad key ${key}!`,
  header: (key) => `Authorization: Bearer ${key}`,
  'case swapped': (key) => swapCase(`Bearer ${key}`),
  'upper case': (key) => key.toUpperCase(),
  'percent-encoded': encodeURIComponent,
  'percent-encoded, each': eachCharacter((code) => `%${hex(code)}`),
  'percent-encoded twice': (key) => encodeURIComponent(encodeURIComponent(key)),
  'JSON escapes': eachCharacter((code) => `\\u00${hex(code).toUpperCase()}`),
  'JSON in JSON': (key) => JSON.stringify(JSON.stringify(key)),
  'HTML entities': eachCharacter((code) => `&#${code};`),
  'HTML entities, hex': eachCharacter((code) => `&#x${hex(code)};`),
  'HTML text': (key) => key.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  hexadecimal: eachCharacter(hex),
  base64: (key) => base64(key),
  'base64, shifted': (key) => base64(`a:${key}`),
  'base64, shifted by two': (key) => base64(`ab${key}`),
  'base64 of the header': (key) => base64(`Authorization: Bearer ${key}\r\n`),
  'base64 for addresses': (key) => Buffer.from(`user:${key}`).toString('base64url'),
  'base64 in lines': (key) => base64(`key=${key}`).replaceAll(/.{20}/g, '$&\n'),
  'in lines': (key) => key.replaceAll(/.{7}/g, '$&\r\n'),
  'with invisible characters': (key) => Array.from(key).join('\u200B'),
  'in an address': (key) => `see https://user:${encodeURIComponent(key)}@example.org/?key=${encodeURIComponent(key)}`,
  'cut off': (key) => `${key.slice(0, -4)}…`,
  'without its first three': (key) => `no such token: ${key.slice(3)}`,
  'without its first eight': (key) => `no such token: ${key.slice(8)}`,
  'its last fourteen': (key) => `…${key.slice(-14)}`,
  'its middle': (key) => `…${key.slice(5, -5)}…`,
  'its last sixteen, in lines': (key) => key.slice(-16).replaceAll(/.{5}/g, '$&\r\n'),
  'its last sixteen, in base64': (key) => base64(key.slice(-16)),
  'its last sixteen, percent-encoded, each': (key) => eachCharacter((code) => `%${hex(code)}`)(key.slice(-16)),
  'with dots between': (key) => Array.from(key).join('.'),
  'with Chinese between': (key) => Array.from(key).join('和'),
  backwards,
  'backwards, with blanks between': (key) => Array.from(backwards(key)).join(' '),
  'backwards in base64': (key) => base64(backwards(key)),
  'base64, backwards': (key) => backwards(base64(key)),
  'base64 twice': (key) => base64(base64(key)),
  'base64 twice, shifted': (key) => base64(`a:${base64(`ab${key}`)}`),
  'across 100': (key) => 'c'.repeat(80) + key,
  'across 200': (key) => 'c'.repeat(185) + key,
  'across 2000': (key) => `${'x '.repeat(990)}${key}`,
  'across 8000': (key) => `${'x '.repeat(3990)}${key}`,
  'many times': (key) => `${key} `.repeat(900),
  'many times, escaped': (key) => `${eachCharacter((code) => `\\u00${hex(code)}`)(key)} `.repeat(120),
  'across 64 kB': (key) => `${'é '.repeat(21_830)}${key}`,
};

export interface EchoReply {
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Where the written key stands. Without a status of its own a reply comes with any that is a failure. */
export interface Place {
  readonly status?: number;
  /** Stands in an answer, so that only a chat asks for it. */
  readonly isStream?: true;
  readonly reply: (written: string) => EchoReply;
}

function json(make: (written: string) => unknown, status?: number): Place {
  return { ...(status && { status }), reply: (written) => ({ body: JSON.stringify(make(written)) }) };
}

function stream(make: (written: string) => string): Place {
  const start = `data: ${JSON.stringify({ choices: [{ delta: { content: 'Hi' } }] })}\n\n`;
  return { status: 200, isStream: true, reply: (written) => ({ body: `${start}${make(written)}` }) };
}

function header(name: string): Place {
  return {
    reply: (written) => ({ headers: { [name]: written.replaceAll(/[^\t\x20-\x7E]/g, '').slice(0, 8000) }, body: '{}' }),
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]/g, ' ');
}

export const places: Readonly<Record<string, Place>> = {
  'error.message': json((message) => ({ error: { message } })),
  'error.code': json((code) => ({ error: { message: 'no', code } })),
  'error.type': json((type) => ({ error: { message: 'no', type } })),
  'error.param': json((param) => ({ error: { message: 'no', param } })),
  'error as text': json((error) => ({ error })),
  message: json((message) => ({ message, code: 7 })),
  msg: json((msg) => ({ msg, success: false })),
  detail: json((detail) => ({ detail: [{ loc: ['header', detail], msg: detail }] })),
  base_resp: json((status_msg) => ({ base_resp: { status_code: 1004, status_msg } })),
  'error.message with 200': json((message) => ({ error: { message, code: message } }), 200),
  'message with 200': json((message) => ({ message, code: 401, success: false }), 200),
  'plain text': { reply: (body) => ({ body }) },
  'broken JSON': { reply: (written) => ({ body: `{"error":{"message":"${written}` }) },
  'HTML title': { reply: (written) => ({ body: `<html><title>${written}</title>` }) },
  'HTML body': { reply: (written) => ({ body: `<html><title>502</title><body>${written}</body></html>` }) },
  'HTML with 200': { status: 200, reply: (written) => ({ body: `<title>${written}</title>` }) },
  'reason phrase': {
    reply: (written) => ({ reason: written.replaceAll(/[^\x20-\x7E]/g, '').slice(0, 4000), body: '' }),
  },
  'x-request-id': header('x-request-id'),
  'cf-ray': header('cf-ray'),
  'retry-after': header('retry-after'),
  'www-authenticate': header('www-authenticate'),
  'error in the stream': stream((message) => `data: ${JSON.stringify({ error: { message, code: message } })}\n\n`),
  'error event': stream((written) => `event: error\ndata: ${oneLine(written)}\n\n`),
  'error line': stream((written) => `data: error: ${oneLine(written)}\n\n`),
  'detail in the stream': stream((detail) => `data: ${JSON.stringify({ detail })}\n\n`),
};

/** What `Location` may hold; `other` is another origin, without its scheme. */
export function redirectTargets(key: string, other: string): readonly string[] {
  const encoded = encodeURIComponent(key);
  const label = key.toLowerCase().replaceAll(/[^a-z\d]/g, '');
  return [
    `http://${other}/take`,
    `http://${other}`,
    `HTTP://${other}/`,
    `//${other}/take`,
    `///${other}/take`,
    `\\\\${other}\\take`,
    `http:\\\\${other}/take`,
    `http:${other}`,
    `http://user:word@${other}/take`,
    `http://${encoded}@${other}/take`,
    `http://${other}/take?key=${encoded}`,
    `http://${other}/${encoded}#${encoded}`,
    `http://${label}.example.org/take`,
    `https://${other}/take`,
    `  http://${other}/take`,
    `http://${other}/ta ke`,
    `http://xn--80ak6aa92e.com/take`,
    `http://0x7f.1:${other.split(':')[1] ?? ''}/take`,
    `ws://${other}/take`,
    `javascript:fetch('http://${other}/take')`,
    `data:text/html,<script src="http://${other}/take"></script>`,
    `file:///etc/${encoded}`,
    '/elsewhere',
    '../elsewhere',
    '?again=1',
    '#here',
    '',
    `http://${other}/${'a'.repeat(7000)}`,
    `http://${other}:99999/`,
    'http://',
  ];
}
