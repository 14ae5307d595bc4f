// What the extension has done with the rights of its user since it was last asked: paid, sent, edited, opened, written.
import type { Gateway } from '../../gateway/gateway.ts';
import { chatRequests } from '../../support/chat.ts';
import { editor } from '../standIn/editor.ts';

/** Stand in the file that the user has open, and in one that only an argument names. */
export const openMark = 'MARK-OF-THE-OPEN-FILE';
export const otherMark = 'MARK-OF-ANOTHER-FILE';

/** Sentences that can be compared: `pays`, `edits`, `opens file:///…`. */
export type Power = string;

/** Gives each power once, sorted; what was used before the last call is not among them. */
export function watchPowers(gateway: Gateway): () => readonly Power[] {
  const { documents } = editor;
  const sources: readonly (() => readonly Power[])[] = [
    () => chatRequests(gateway).flatMap(({ body }) => ['pays', ...marksIn(JSON.stringify(body))]),
    // Into an untitled text only the extension itself writes here: its reports.
    () => documents.edits.flatMap(({ uri }) => (uri.startsWith('untitled:') ? [] : ['edits'])),
    () => documents.openedAddresses.map((address) => `opens ${address}`),
    () => editor.openedAddresses.map((address) => `browses ${address}`),
    () => editor.writtenFiles.map((path) => `writes ${path}`),
    () => editor.calledCommands.flatMap(([id]) => (id === 'setContext' ? [] : [`runs ${String(id)}`])),
    () => editor.changedSecrets.map(() => 'changes the key'),
  ];
  let seen = sources.map((source) => source().length);
  return () => {
    const all = sources.map((source) => source());
    const fresh = all.flatMap((powers, index) => powers.slice(seen[index]));
    seen = all.map((powers) => powers.length);
    return [...new Set(fresh)].sort();
  };
}

function marksIn(text: string): readonly Power[] {
  return [
    ...(text.includes(openMark) ? ['sends the open file'] : []),
    ...(text.includes(otherMark) ? ['sends another file'] : []),
  ];
}
