// Builds the request that asks the model to change code.
import { fencedBlock, fenceFor } from '../shared/fence.ts';
import type { RequestMessage } from '../shared/gateway.ts';
import type { EditTarget } from './editTarget.ts';

/** How many lines of the file are sent along as context, before and after the code to change. */
export const contextLines = 60;

const rules =
  'You change code inside an editor. Reply with one fenced code block that holds the whole replacement for the code to ' +
  'change, and nothing else: no explanation, no omitted parts, no markers. Keep indentation, style and everything that ' +
  'need not change.';

/** The messages that ask for a replacement of the target's lines. `instruction` is an English imperative sentence. */
export function buildEditMessages(
  target: EditTarget,
  instruction: string,
  systemPrompt: string,
): readonly RequestMessage[] {
  const own = systemPrompt.trim();
  const { before, after } = surroundings(target);
  const parts = [
    `File: ${target.label}`,
    before === '' ? '' : `Code before it, for context only:\n\n${fencedBlock(before, target.languageId)}`,
    after === '' ? '' : `Code after it, for context only:\n\n${fencedBlock(after, target.languageId)}`,
    `${instruction} Fence your block with ${fenceFor(target.code)}. The code to change:`,
    fencedBlock(target.code, target.languageId),
  ];
  return [
    { role: 'system', content: own === '' ? rules : `${rules}\n\n${own}` },
    { role: 'user', content: parts.filter((part) => part !== '').join('\n\n') },
  ];
}

function surroundings({ text, start, end }: EditTarget): { readonly before: string; readonly after: string } {
  const before = text.slice(0, start).split('\n').slice(0, -1).slice(-contextLines);
  const after = text
    .slice(end)
    .split('\n')
    .slice(1, contextLines + 1);
  return {
    before: before.join('\n').trim() === '' ? '' : before.join('\n'),
    after: after.join('\n').trim() === '' ? '' : after.join('\n'),
  };
}
