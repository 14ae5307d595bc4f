// Chats out of files that the user picks: ours, Continue's sessions, Cline's conversations. Whatever is in them is data, never code.
import { readChatFile, type ChatFileProblem } from '../../shared/chatFile.ts';
import type { ChatTree } from '../../shared/history.ts';
import { isArray, isRecord, parseJson } from '../../shared/json.ts';
import { readClineConversation } from './cline.ts';
import { readContinueSession } from './continue.ts';

/** `unknown`: of none of the kinds that can be read. */
export type ImportProblem = Exclude<ChatFileProblem, 'foreign'> | 'unknown';

export interface ImportedFile {
  /** The path of the file: Cline names its folder after the task. */
  readonly path: string;
  readonly text: string;
  /** When it was written, in milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** The same file gives the same ids each time, so that importing it again adds nothing twice. */
export function importChats(file: ImportedFile): readonly ChatTree[] | ImportProblem {
  const ours = readChatFile(file.text);
  if (typeof ours !== 'string') {
    return ours;
  }
  if (ours !== 'foreign') {
    return ours;
  }
  const json = parseJson(file.text);
  const tree = isArray(json)
    ? readClineConversation(json, file)
    : isRecord(json)
      ? readContinueSession(json, file)
      : undefined;
  return tree === undefined ? 'unknown' : [tree];
}
