// A piece of a file, as it was when it was attached.
import * as v from 'valibot';
import { attachmentText } from '../shared/attachmentText.ts';
import { estimateLongText } from '../shared/tokenEstimate.ts';
import { attachmentKind } from './attachmentKind.ts';

/** Lines count from 1, both ends included. */
const selectionSchema = v.object({
  id: v.string(),
  kind: v.literal('selection'),
  /** A path relative to the workspace. */
  label: v.string(),
  uri: v.string(),
  languageId: v.string(),
  startLine: v.number(),
  endLine: v.number(),
  text: v.string(),
});

export type Selection = v.InferOutput<typeof selectionSchema>;

export const selection = attachmentKind('selection', selectionSchema, (attached) => {
  const { label, uri, startLine, endLine, text, languageId } = attached;
  return {
    label: startLine === endLine ? `${label}:${startLine}` : `${label}:${startLine}-${endLine}`,
    icon: 'file-code',
    origin: { uri, startLine, endLine },
    toPrompt: () => attachmentText(attached),
    toMarkdown: ({ line, block }) => `${line(`${label}:${startLine}-${endLine}`)}\n\n${block(text, languageId)}`,
    tokens: () => estimateLongText(text),
  };
});
