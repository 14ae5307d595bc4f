// What waits to be sent in a chat, as both bundles and the store know it.
import * as v from 'valibot';
import { attachmentSchema } from './parts.ts';
import { baseUrlRefusals } from './baseUrl.ts';

const idSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** Why a message was not sent, as a fact: `words/refusalText.ts` says it. */
const refusalSchema = v.variant('kind', [
  v.object({ kind: v.literal('no-key') }),
  v.object({ kind: v.literal('address'), reason: v.picklist(baseUrlRefusals) }),
  /** Another answer is being written. */
  v.object({ kind: v.literal('busy') }),
  /** The message is longer than any that is sent. */
  v.object({ kind: v.literal('too-long') }),
  /** No more messages can wait. */
  v.object({ kind: v.literal('too-many') }),
]);

export type Refusal = v.InferOutput<typeof refusalSchema>;

/** A message that waits to be sent. It keeps its id when it becomes a message of the chat. */
const waitingMessageSchema = v.object({ id: idSchema, text: v.string(), attachments: v.array(attachmentSchema) });

export type WaitingMessage = v.InferOutput<typeof waitingMessageSchema>;

/** A text that goes back into the composer: of a message that was refused, or that the user wants to edit. */
const returnedTextSchema = v.object({ id: idSchema, text: v.string(), refusal: v.exactOptional(refusalSchema) });

/** All that a chat has to send. */
export const chatOutboxSchema = v.object({
  /** Oldest first. */
  waiting: v.array(waitingMessageSchema),
  /** Oldest first; each until the composer has taken it. */
  returned: v.array(returnedTextSchema),
  /** Of the draft: they go with the next message. */
  attachments: v.array(attachmentSchema),
});

export type ChatOutbox = v.InferOutput<typeof chatOutboxSchema>;

/** A text whose refusal only another version can say comes back without one. */
const keptReturnedSchema = v.pipe(
  v.object({ ...returnedTextSchema.entries, refusal: v.optional(v.unknown()) }),
  v.transform(({ refusal, ...text }) => (v.is(refusalSchema, refusal) ? { ...text, refusal } : text)),
);

/** Of an outbox that is kept, whatever another version may have added to it. */
const keptOutboxSchema = v.object({
  waiting: readable(v.object({ ...waitingMessageSchema.entries, attachments: readable(attachmentSchema) })),
  returned: readable(keptReturnedSchema),
  attachments: readable(attachmentSchema),
});

/** What can be read of an outbox that is kept. */
export function parseOutbox(value: unknown): ChatOutbox {
  const { success, output } = v.safeParse(keptOutboxSchema, value);
  return success ? output : emptyOutbox;
}

export const emptyOutbox: ChatOutbox = { waiting: [], returned: [], attachments: [] };

export function isOutboxEmpty({ waiting, returned, attachments }: ChatOutbox): boolean {
  return waiting.length + returned.length + attachments.length === 0;
}

/** Everything of both, the older one's first. */
export function joinOutboxes(older: ChatOutbox, newer: ChatOutbox): ChatOutbox {
  return {
    waiting: [...older.waiting, ...newer.waiting],
    returned: [...older.returned, ...newer.returned],
    attachments: [...older.attachments, ...newer.attachments],
  };
}

/** What a window takes over from windows that have gone. */
export interface ClaimedOutbox {
  readonly outbox: ChatOutbox;
  /** Another window, which is there, has something to send in the chat: it is not given away. */
  readonly isHeldElsewhere: boolean;
}

/** Those elements of an array that are what the schema says. */
function readable<T>(schema: v.GenericSchema<unknown, T>) {
  return v.fallback(
    v.pipe(
      v.array(v.unknown()),
      v.transform((all): T[] => all.flatMap((one) => (v.is(schema, one) ? [v.parse(schema, one)] : []))),
    ),
    [],
  );
}

/** The most messages that wait in a chat, and the most characters of them together, attachments included. */
const mostWaiting = 1_000;
const mostCharacters = 20_000_000;

/** Whether so many messages may wait in one chat. */
export function hasRoom(messages: readonly WaitingMessage[]): boolean {
  const sizes = messages.map(({ text, attachments }) => text.length + sizeOf(attachments));
  return messages.length <= mostWaiting && sizes.reduce((sum, size) => sum + size, 0) <= mostCharacters;
}

function sizeOf(attachments: WaitingMessage['attachments']): number {
  return attachments.length === 0 ? 0 : JSON.stringify(attachments).length;
}
