// What a message is made of: its parts, how one of them grows, and how one of a newer version passes through whole.
import * as v from 'valibot';
import { isRecord, type JsonRecord } from './json.ts';

/** Of whatever kind, which `context` knows; all that its kind adds is kept as it is. */
export const attachmentSchema = v.looseObject({
  id: v.string(),
  kind: v.string(),
  /** What the chip says: a path relative to the workspace. */
  label: v.string(),
});

export type Attachment = v.InferOutput<typeof attachmentSchema>;

// Loose: what a newer version adds to a part goes back to the store with it.
const textSchema = v.looseObject({ kind: v.literal('text'), text: v.string() });
const attachedSchema = v.looseObject({ kind: v.literal('attachment'), attachment: attachmentSchema });
const reasoningSchema = v.looseObject({
  kind: v.literal('reasoning'),
  text: v.string(),
  /** Milliseconds from its first piece to the first piece of what follows it. */
  ms: v.exactOptional(v.number()),
});
const toolCallSchema = v.looseObject({
  kind: v.literal('tool-call'),
  id: v.string(),
  name: v.string(),
  /** JSON. */
  arguments: v.string(),
});
const toolResultSchema = v.looseObject({ kind: v.literal('tool-result'), callId: v.string(), text: v.string() });
/** `data` in base64. */
const imageSchema = v.looseObject({ kind: v.literal('image'), mediaType: v.string(), data: v.string() });
/** What a file was to become. */
const editSchema = v.looseObject({ kind: v.literal('edit'), label: v.string(), uri: v.string(), text: v.string() });

/**
 * A part that this version does not know, as it was found. `isImported`: it came from a file that anybody may have written, so it stays
 * wrapped for good, and no version takes it for one of its own.
 */
const opaqueSchema = v.strictObject({
  kind: v.literal('opaque'),
  value: v.custom<JsonRecord>(isRecord),
  isImported: v.exactOptional(v.boolean()),
});

const foundSchema = v.pipe(
  v.custom<JsonRecord>(isRecord),
  v.transform((value): OpaquePart => ({ kind: 'opaque', value })),
);

export type OpaquePart = v.InferOutput<typeof opaqueSchema>;

export const userPartSchema = v.union([v.variant('kind', [textSchema, attachedSchema, opaqueSchema]), foundSchema]);

export const answerPartSchema = v.union([
  v.variant('kind', [
    textSchema,
    reasoningSchema,
    toolCallSchema,
    toolResultSchema,
    imageSchema,
    editSchema,
    opaqueSchema,
  ]),
  foundSchema,
]);

export type UserPart = v.InferOutput<typeof userPartSchema>;
export type AnswerPart = v.InferOutput<typeof answerPartSchema>;

/** The part as it is kept and exported: one of a newer version just as that wrote it. */
export function storedPart(part: UserPart | AnswerPart): object {
  return part.kind === 'opaque' && part.isImported !== true ? part.value : part;
}

/** Parts that come in pieces. */
const growingKinds = ['text', 'reasoning'] as const;
export type GrowingKind = (typeof growingKinds)[number];
export type GrowingPart = Extract<AnswerPart, { kind: GrowingKind }>;

/** What is added to the part with that index; where none of that kind stands there, a new one takes the place and moves it on. */
export const partDeltaSchema = v.object({
  part: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  kind: v.picklist(growingKinds),
  text: v.string(),
});

export type PartDelta = v.InferOutput<typeof partDeltaSchema>;

export function isGrowing(part: UserPart | AnswerPart): part is GrowingPart {
  return part.kind === 'text' || part.kind === 'reasoning';
}

/**
 * Where the next piece of a kind goes: to the text or the reasoning behind the last part of another kind. An answer that is continued
 * has one of each, so that a block of code goes on, and reasoning stands before the text that it led to.
 */
export function placeOf(parts: readonly AnswerPart[], kind: GrowingKind): number {
  const first = parts.findLastIndex((part) => !isGrowing(part)) + 1;
  const known = parts.findIndex((part, index) => index >= first && part.kind === kind);
  if (known >= 0) {
    return known;
  }
  return kind === 'reasoning' ? first : parts.length;
}

/** What the next piece of a kind is added to, where that is there already. */
export function partToGrow(parts: readonly AnswerPart[], kind: GrowingKind): GrowingPart | undefined {
  const part = parts[placeOf(parts, kind)];
  return part?.kind === kind && isGrowing(part) ? part : undefined;
}

export function growParts(parts: readonly AnswerPart[], { part: index, kind, text }: PartDelta): readonly AnswerPart[] {
  const part = parts[index];
  return part?.kind === kind && isGrowing(part)
    ? parts.with(index, { ...part, text: part.text + text })
    : parts.toSpliced(index, 0, { kind, text });
}

/** Its text, without what stands in attachments. */
export function textOf(parts: readonly (UserPart | AnswerPart)[]): string {
  return joinTexts(parts, 'text');
}

export function reasoningOf(parts: readonly AnswerPart[]): string {
  return joinTexts(parts, 'reasoning');
}

/** The usual parts of an answer: its reasoning, then its text, each where there is some. */
export function usualParts(text: string, reasoning = ''): GrowingPart[] {
  return [
    ...(reasoning === '' ? [] : [{ kind: 'reasoning' as const, text: reasoning }]),
    ...(text === '' ? [] : [{ kind: 'text' as const, text }]),
  ];
}

function joinTexts(parts: readonly (UserPart | AnswerPart)[], kind: GrowingKind): string {
  return parts.flatMap((part) => (part.kind === kind && isGrowing(part) ? [part.text] : [])).join('\n\n');
}
