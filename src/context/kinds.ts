// The kinds of attachments that this version knows.
import type { Attachment } from '../shared/parts.ts';
import type { AttachmentKind, AttachmentView } from './attachmentKind.ts';
import { selection } from './selection.ts';

const kinds: readonly AttachmentKind[] = [selection];

/** How the attachment is shown and sent; undefined for one of a newer version. */
export function viewOf(attachment: Attachment): AttachmentView | undefined {
  return kinds.find(({ kind }) => kind === attachment.kind)?.view(attachment);
}
