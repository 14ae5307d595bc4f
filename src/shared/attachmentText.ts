// Writes an attached piece of a file as Markdown, for a model and for people.
import type { Attachment } from './chat.ts';
import { fencedBlock } from './fence.ts';

type Piece = Pick<Attachment, 'label' | 'startLine' | 'endLine' | 'languageId' | 'text'>;

export function attachmentText({ label, startLine, endLine, languageId, text }: Piece): string {
  return `From \`${label}\`, lines ${startLine} to ${endLine}:\n\n${fencedBlock(text, languageId)}`;
}
