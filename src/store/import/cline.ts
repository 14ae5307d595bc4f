// Reads a conversation of Cline: `api_conversation_history.json` in a folder named after the task, an array of messages in the shape of
// Anthropic's API (src/core/storage/disk.ts of cline/cline).
import type { ChatTree } from '../../shared/history.ts';
import { isRecord } from '../../shared/json.ts';
import { idByText, textOfContent, toTree } from './foreignChat.ts';
import type { ImportedFile } from './importedFile.ts';

/** The latest time that a Date can hold, in milliseconds since 1970. */
const latestTime = 8.64e15;

/** Undefined if no element of the array looks like a message, or if no message has text. */
export function readClineConversation(messages: readonly unknown[], file: ImportedFile): ChatTree | undefined {
  if (!messages.some((message) => isRecord(message) && 'role' in message)) {
    return undefined;
  }
  const task = taskOf(file.path);
  // Cline names a task after its start time in milliseconds since 1970.
  const startedAt = Number(task);
  return toTree({
    id: task === undefined ? idByText('cline', JSON.stringify(messages)) : `cline-${task}`,
    title: undefined,
    model: undefined,
    workspace: undefined,
    createdAt: Number.isInteger(startedAt) && startedAt > 0 && startedAt <= latestTime ? startedAt : file.modifiedAt,
    messages: messages.flatMap((message) => {
      const role = isRecord(message) ? message['role'] : undefined;
      return isRecord(message) && (role === 'user' || role === 'assistant')
        ? [{ role, text: withoutMachinery(textOfContent(message['content'])) }]
        : [];
    }),
  });
}

/**
 * The name of the task folder that holds the file. Undefined for a copy elsewhere: people copy several files into one folder to pick them
 * at once.
 */
function taskOf(path: string): string | undefined {
  const [name = '', folder = ''] = path.split(/[\\/]/).reverse();
  const isTask = /^(?:\d{6,20}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i.test(folder);
  return isTask && name === 'api_conversation_history.json' ? folder : undefined;
}

/** Removes the tags that Cline wraps around the user's text, and the environment details that it adds. */
function withoutMachinery(text: string): string {
  const [first = '', ...rest] = text.split('<environment_details>');
  const said = [first, ...rest.map((part) => part.split('</environment_details>').slice(1).join(''))].join('');
  return said.replaceAll(/<\/?(?:task|user_message|feedback)>/g, '').trim();
}
