// Chats out of files that the user picks: ours, Continue's sessions, Cline's conversations. Whatever is in them is data, never code.
import { beginsAsChatFile, readChatFile, type ChatFileProblem } from '../../shared/chatFile.ts';
import type { ChatTree } from '../../shared/history.ts';
import { isArray, isRecord, parseJson } from '../../shared/json.ts';
import { JsonMeter } from '../../shared/jsonMeter.ts';
import { limits } from '../../shared/limits.ts';
import type { ImportedFile } from './importedFile.ts';
import { readClineConversation } from './cline.ts';
import { readContinueSession } from './continue.ts';

/** `unknown`: of none of the kinds that can be read. */
export type ImportProblem = Exclude<ChatFileProblem, 'foreign'> | 'unknown';

/** The same file gives the same ids each time, so that importing it again adds nothing twice. */
export function importChats(text: string, file: ImportedFile): readonly ChatTree[] | ImportProblem {
  const meter = new JsonMeter();
  meter.feed(text);
  if (meter.deepest > limits.json.depth) {
    return 'unknown';
  }
  if (meter.parts > limits.import.parts) {
    return 'too-many';
  }
  const json = parseJson(text);
  if (json === undefined && beginsAsChatFile(text)) {
    return 'damaged';
  }
  const ours = readChatFile(json);
  if (ours !== 'foreign') {
    return ours;
  }
  const tree = readForeign(json, file);
  if (tree === undefined) {
    return 'unknown';
  }
  return tree.messages.length > limits.import.messages ? 'too-many' : [tree];
}

function readForeign(json: unknown, file: ImportedFile): ChatTree | undefined {
  if (isArray(json)) {
    return readClineConversation(json, file);
  }
  return isRecord(json) ? readContinueSession(json, file) : undefined;
}
