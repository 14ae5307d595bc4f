// What a chip says of an attachment.
import type { Attachment } from '../../../shared/chat.ts';

export function attachmentLabel({ label, startLine, endLine }: Attachment): string {
  return startLine === endLine ? `${label}:${startLine}` : `${label}:${startLine}-${endLine}`;
}
