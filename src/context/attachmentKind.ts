// What the product must know of a kind of attachment: each kind says it in a file of its own.
import * as v from 'valibot';
import type { Attachment } from '../shared/parts.ts';

/** Where an attachment was taken from. Lines count from 1, both ends included. */
interface Origin {
  readonly uri: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** Writes foreign text so that no previewer of Markdown loads or runs anything for it. */
interface InertWriter {
  readonly line: (text: string) => string;
  /** Code in a fence. */
  readonly block: (code: string, languageId: string) => string;
}

/** One attachment, as the product shows and sends it. */
export interface AttachmentView {
  /** What its chip says. */
  readonly label: string;
  /** A codicon. */
  readonly icon: string;
  /** What its chip opens. */
  readonly origin: Origin;
  /** What stands for it in the message to the model. */
  toPrompt(): string;
  /** The same for people, written with `inert`, so that a previewer loads nothing: its code is not in the pages' bundles. */
  toMarkdown(inert: InertWriter): string;
  /** Tokens that it takes, estimated. */
  tokens(): number;
}

export interface AttachmentKind {
  readonly kind: string;
  /** Undefined where the attachment is not as this version knows its kind. */
  view(attachment: Attachment): AttachmentView | undefined;
}

/** @param describe how an attachment that the schema accepts is shown and sent */
export function attachmentKind<Known>(
  kind: string,
  schema: v.GenericSchema<unknown, Known>,
  describe: (attachment: Known) => AttachmentView,
): AttachmentKind {
  return {
    kind,
    view: (attachment) => {
      const read = v.safeParse(schema, attachment);
      return read.success ? describe(read.output) : undefined;
    },
  };
}
