// What a chip says of an attachment.
import { viewOf } from '../../../context/kinds.ts';
import type { Attachment } from '../../../shared/parts.ts';

/** One of a newer version says its name. */
export function attachmentLabel(attachment: Attachment): string {
  return viewOf(attachment)?.label ?? attachment.label;
}
