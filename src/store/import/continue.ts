// Reads a session of Continue: a JSON object with a title and a history of messages (core/util/history.ts of continuedev/continue).
import type { ChatTree } from '../../shared/history.ts';
import { isArray, isRecord, readRecord, readString, type JsonRecord } from '../../shared/json.ts';
import { limits } from '../../shared/limits.ts';
import { foreignId, textOfContent, toTree } from './foreignChat.ts';
import type { ImportedFile } from './importedFile.ts';

/** Undefined if the object lacks an id or a history, or if no message has text. */
export function readContinueSession(session: JsonRecord, file: ImportedFile): ChatTree | undefined {
  const { history } = session;
  const id = readString(session, 'sessionId');
  if (id === undefined || !isArray(history)) {
    return undefined;
  }
  return toTree({
    id: foreignId('continue', id),
    title: readString(session, 'title')?.slice(0, 500),
    model: readString(session, 'chatModelTitle')?.slice(0, 200),
    workspace: readString(session, 'workspaceDirectory')?.slice(0, limits.import.name),
    createdAt: file.modifiedAt,
    messages: history.flatMap((item) => {
      const message = isRecord(item) ? readRecord(item, 'message') : undefined;
      const role = message?.['role'];
      return message && (role === 'user' || role === 'assistant')
        ? [{ role, text: textOfContent(message['content']) }]
        : [];
    }),
  });
}
