// The text that the user is writing in a chat, as it is kept so that it survives the sudden end of a page.
import * as v from 'valibot';

/** The host takes no longer message. In characters. */
export const longestMessage = 2_000_000;

const chatIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
/** Milliseconds since 1970 by the clock of the panel, and later than any time it has seen. */
const stampSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const keptDraftSchema = v.object({
  chatId: chatIdSchema,
  /** Empty once it was sent or cleared. */
  text: v.pipe(v.string(), v.maxLength(longestMessage)),
  writtenAt: stampSchema,
});

export const openChatSchema = v.object({ chatId: chatIdSchema, openedAt: stampSchema });

export type KeptDraft = v.InferOutput<typeof keptDraftSchema>;
export type OpenChat = v.InferOutput<typeof openChatSchema>;

/** What is sent of a draft: without blank lines around it, but with the indentation of its first line. */
export function messageOfDraft(draft: string): string {
  return draft.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
}
