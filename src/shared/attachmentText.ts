// Writes an attached piece of a file as Markdown, for a model and for people.
import { fencedBlock } from './fence.ts';

interface Piece {
  readonly label: string;
  readonly startLine?: number | undefined;
  readonly endLine?: number | undefined;
  readonly languageId?: string | undefined;
  readonly text: string;
}

export function attachmentText({ label, startLine, endLine, languageId = '', text }: Piece): string {
  const lines = startLine === undefined || endLine === undefined ? '' : `, lines ${startLine} to ${endLine}`;
  return `From \`${label}\`${lines}:\n\n${fencedBlock(text, languageId)}`;
}
