// The rules of the WHATWG for an event stream, followed word by word and without haste: what our reader is measured by.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation

export interface ServerSentEvent {
  readonly data: string;
  /** The event's type, where the stream names one. */
  readonly name: string | undefined;
}

/**
 * The events that a stream of these bytes dispatches. `isWhole` says that the stream has ended well: then our client also takes a
 * last event whose blank line is missing (wire.md, rows 15 and 17), as if the line were there.
 */
export function readServerSentEvents(bytes: Uint8Array, isWhole: boolean): ServerSentEvent[] {
  const events: ServerSentEvent[] = [];
  let data = '';
  let name = '';
  // "UTF-8 decode" also takes one byte order mark away.
  const lines = (new TextDecoder().decode(bytes) + (isWhole ? '\n\n' : '')).split(/\r\n|\n|\r/);
  // What follows the last end of line is no line yet.
  for (const line of lines.slice(0, -1)) {
    if (line === '') {
      if (data !== '') {
        events.push({ data: data.endsWith('\n') ? data.slice(0, -1) : data, name: name === '' ? undefined : name });
      }
      data = '';
      name = '';
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const rest = colon === -1 ? '' : line.slice(colon + 1);
    const value = rest.startsWith(' ') ? rest.slice(1) : rest;
    if (field === 'data') {
      data += `${value}\n`;
    } else if (field === 'event') {
      name = value;
    }
    // `id` and `retry` change only how a browser would reconnect; a line that begins with a colon is a comment.
  }
  return events;
}
