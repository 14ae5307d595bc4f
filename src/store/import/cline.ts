// A conversation of Cline: `api_conversation_history.json` in a folder named after the task, an array of messages in the
// shape of Anthropic's API (src/core/storage/disk.ts of cline/cline).
import type { ChatTree } from '../../shared/history.ts';
import { isRecord } from '../../shared/json.ts';
import { idByText, textOfContent, toTree } from './foreignChat.ts';
import type { ImportedFile } from './importedFile.ts';

/** The latest time that a Date can hold. */
const latestTime = 8.64e15;

export function readClineConversation(messages: readonly unknown[], file: ImportedFile): ChatTree | undefined {
  if (!messages.some((message) => isRecord(message) && 'role' in message)) {
    return undefined;
  }
  const task = taskOf(file.path);
  // Tasks are named by the time at which they began.
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

/** The task to whose folder the file belongs: copies in one folder, as people make them to choose several at once, are of none. */
function taskOf(path: string): string | undefined {
  const [name = '', folder = ''] = path.split(/[\\/]/).reverse();
  const isTask = /^(?:\d{6,20}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i.test(folder);
  return isTask && name === 'api_conversation_history.json' ? folder : undefined;
}

/** Without what Cline wraps around and adds to what people write. */
function withoutMachinery(text: string): string {
  const [first = '', ...rest] = text.split('<environment_details>');
  const said = [first, ...rest.map((part) => part.split('</environment_details>').slice(1).join(''))].join('');
  return said.replaceAll(/<\/?(?:task|user_message|feedback)>/g, '').trim();
}
