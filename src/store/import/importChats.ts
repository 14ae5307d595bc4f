// Reads chats from files that the user picks: our exports, Continue's sessions, Cline's conversations. Their content is data, never code.
import { beginsAsChatFile, readChatFile, type ChatFileProblem } from '../../shared/chatFile.ts';
import type { ChatTree } from '../../shared/history.ts';
import { isArray, isRecord, parseJson } from '../../shared/json.ts';
import { JsonMeter } from '../../shared/jsonMeter.ts';
import { limits } from '../../shared/limits.ts';
import type { ImportedFile } from './importedFile.ts';
import { readClineConversation } from './cline.ts';
import { readContinueSession } from './continue.ts';

/** `unknown`: the file has none of the formats that can be read. */
export type ImportProblem = Exclude<ChatFileProblem, 'foreign'> | 'unknown';

/** The chats of the file, or why none can be read. Ids depend on the file only, so importing it again adds nothing twice. */
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
