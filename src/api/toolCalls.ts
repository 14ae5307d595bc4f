// Tool calls put together from their pieces, by id, else index, else order (wire.md, rows 51-54).
import { randomUUID } from 'node:crypto';
import type { ToolCall } from '../shared/gateway.ts';
import { isArray, isRecord, parseJson, readNumber, readRecord, readString, type JsonRecord } from '../shared/json.ts';

interface OpenCall {
  id: string | undefined;
  readonly index: number | undefined;
  name: string | undefined;
  arguments: string;
  extraContent: JsonRecord | undefined;
}

export class ToolCallAssembler {
  readonly #calls: OpenCall[] = [];

  /** Takes `delta.tool_calls`, in whatever shape. */
  accept(pieces: unknown): void {
    for (const piece of isArray(pieces) ? pieces : [pieces]) {
      if (isRecord(piece)) {
        this.#acceptPiece(piece);
      }
    }
  }

  /** The calls, in the order in which they began. An id that the gateway did not give is made up. */
  finish(): ToolCall[] {
    return this.#calls.flatMap((call) =>
      call.name === undefined
        ? []
        : [
            {
              id: call.id ?? `call_${randomUUID()}`,
              name: call.name,
              arguments: call.arguments || '{}',
              ...(call.extraContent === undefined ? {} : { extraContent: call.extraContent }),
            },
          ],
    );
  }

  /** The calls whose arguments are complete JSON: what can be trusted of an answer that was cut off. */
  finishComplete(): ToolCall[] {
    return this.finish().filter((call) => parseJson(call.arguments) !== undefined);
  }

  #acceptPiece(piece: JsonRecord): void {
    const details = readRecord(piece, 'function') ?? piece;
    const call = this.#findCall(readId(piece), readNumber(piece, 'index'), readString(details, 'name'));
    call.extraContent ??= readRecord(piece, 'extra_content');
    const written = details['arguments'];
    if (typeof written === 'string') {
      call.arguments += written;
    } else if (isRecord(written)) {
      call.arguments = JSON.stringify(written);
    }
  }

  #findCall(id: string | undefined, index: number | undefined, name: string | undefined): OpenCall {
    const known = this.#findKnown(id, index, name);
    if (known !== undefined) {
      known.id ??= id;
      known.name ??= name;
      return known;
    }
    const call: OpenCall = { id, index, name, arguments: '', extraContent: undefined };
    this.#calls.push(call);
    return call;
  }

  #findKnown(id: string | undefined, index: number | undefined, name: string | undefined): OpenCall | undefined {
    const last = index === undefined ? this.#calls.at(-1) : this.#calls.findLast((call) => call.index === index);
    if (id !== undefined) {
      const isNaming = last !== undefined && last.id === undefined && name === undefined;
      return this.#calls.find((call) => call.id === id) ?? (isNaming ? last : undefined);
    }
    // Without id and index, a name after a finished call begins the next one.
    const isNext = index === undefined && name !== undefined && last?.name !== undefined && isComplete(last.arguments);
    return isNext ? undefined : last;
  }
}

function isComplete(written: string): boolean {
  return parseJson(written) !== undefined;
}

/** Some gateways write an empty id, or the word "null", on each continuation. */
function readId(piece: JsonRecord): string | undefined {
  const id = readString(piece, 'id');
  return id === 'null' ? undefined : id;
}
