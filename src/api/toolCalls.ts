// Assembles tool calls from their pieces, by id, else by index, else by order (wire.md, rows 51-54). The time is linear in the pieces'
// length.
import { randomUUID } from 'node:crypto';
import type { ToolCall } from '../shared/gateway.ts';
import { isArray, isRecord, parseJson, readNumber, readRecord, readString, type JsonRecord } from '../shared/json.ts';
import { JsonMeter } from '../shared/jsonMeter.ts';
import { limits } from '../shared/limits.ts';

interface OpenCall {
  id: string | undefined;
  name: string | undefined;
  readonly written: WrittenArguments;
  extraContent: JsonRecord | undefined;
}

export class ToolCallAssembler {
  readonly #calls: OpenCall[] = [];
  readonly #byId = new Map<string, OpenCall>();
  /** The last call that began with each index. */
  readonly #byIndex = new Map<number, OpenCall>();
  #length = 0;
  #pieces = 0;
  #isTooMuch = false;

  /** How many pieces were accepted. */
  get pieces(): number {
    return this.#pieces;
  }

  /** True once there are more calls or longer arguments than any answer has; further pieces are ignored. */
  get isTooMuch(): boolean {
    return this.#isTooMuch;
  }

  /** Takes `delta.tool_calls`, in whatever shape. */
  accept(pieces: unknown): void {
    for (const piece of isArray(pieces) ? pieces : [pieces]) {
      if (isRecord(piece) && !this.#isTooMuch) {
        this.#acceptPiece(piece);
      }
    }
  }

  /** The calls that have a name, in the order in which they began. A missing id is generated. */
  finish(): ToolCall[] {
    return this.#calls.flatMap((call) =>
      call.name === undefined
        ? []
        : [
            {
              id: call.id ?? `call_${randomUUID()}`,
              name: call.name,
              arguments: call.written.text || '{}',
              ...(call.extraContent === undefined ? {} : { extraContent: call.extraContent }),
            },
          ],
    );
  }

  /** The calls whose arguments are complete JSON: only these can be trusted in an answer that was cut off. */
  finishComplete(): ToolCall[] {
    return this.finish().filter((call) => parseJson(call.arguments) !== undefined);
  }

  #acceptPiece(piece: JsonRecord): void {
    this.#pieces += 1;
    const details = readRecord(piece, 'function') ?? piece;
    const call = this.#findCall(readId(piece), readNumber(piece, 'index'), readString(details, 'name'));
    call.extraContent ??= readRecord(piece, 'extra_content');
    const written = details['arguments'];
    if (typeof written === 'string') {
      this.#length += written.length;
      call.written.append(written);
    } else if (isRecord(written)) {
      const whole = JSON.stringify(written);
      this.#length += whole.length;
      call.written.replace(whole);
    }
    this.#isTooMuch = this.#calls.length > limits.answer.toolCalls || this.#length > limits.answer.toolArguments;
  }

  #findCall(id: string | undefined, index: number | undefined, name: string | undefined): OpenCall {
    const known = this.#findKnown(id, index, name);
    if (known === undefined) {
      return this.#begin(id, index, name);
    }
    if (known.id === undefined && id !== undefined) {
      known.id = id;
      this.#byId.set(id, known);
    }
    known.name ??= name;
    return known;
  }

  #begin(id: string | undefined, index: number | undefined, name: string | undefined): OpenCall {
    const call: OpenCall = { id, name, written: new WrittenArguments(), extraContent: undefined };
    this.#calls.push(call);
    if (id !== undefined) {
      this.#byId.set(id, call);
    }
    if (index !== undefined) {
      this.#byIndex.set(index, call);
    }
    return call;
  }

  #findKnown(id: string | undefined, index: number | undefined, name: string | undefined): OpenCall | undefined {
    const last = index === undefined ? this.#calls.at(-1) : this.#byIndex.get(index);
    if (id !== undefined) {
      const isNaming = last !== undefined && last.id === undefined && name === undefined;
      return this.#byId.get(id) ?? (isNaming ? last : undefined);
    }
    // Without id and index, a name after a complete call begins another call.
    const isNext = index === undefined && name !== undefined && last?.name !== undefined && last.written.isComplete();
    return isNext ? undefined : last;
  }
}

/** In characters. Longer arguments are complete only where an object or a list has ended. */
const longestScalar = 64;

/** The arguments of one call as they arrive. Whether they are complete is parsed once, however often it is asked. */
class WrittenArguments {
  #text = '';
  #meter = new JsonMeter();
  /** `closed`: the object has ended. `broken`: more than white space follows its end, or the text is not JSON. */
  #state: 'open' | 'closed' | 'complete' | 'broken' = 'open';

  get text(): string {
    return this.#text;
  }

  append(piece: string): void {
    this.#text += piece;
    const end = this.#state === 'open' ? this.#meter.feed(piece) : 0;
    if (end !== undefined) {
      const isFollowed = piece.slice(end).trim() !== '';
      this.#state = isFollowed ? 'broken' : this.#state === 'open' ? 'closed' : this.#state;
    }
  }

  replace(text: string): void {
    this.#text = '';
    this.#meter = new JsonMeter();
    this.#state = 'open';
    this.append(text);
  }

  isComplete(): boolean {
    if (this.#state === 'open') {
      return this.#text.length <= longestScalar && parseJson(this.#text) !== undefined;
    }
    if (this.#state === 'closed') {
      this.#state = parseJson(this.#text) === undefined ? 'broken' : 'complete';
    }
    return this.#state === 'complete';
  }
}

/** Some gateways write an empty id, or the word "null", on each continuation. */
function readId(piece: JsonRecord): string | undefined {
  const id = readString(piece, 'id');
  return id === 'null' ? undefined : id;
}
