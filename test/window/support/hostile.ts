// What a link, a key binding, a page or another extension may hand to our commands, and every message that the panel's page may send.
import { remedies } from '../../../src/words/remedies.ts';
import { panelCommands, type PanelMessage } from '../../../src/protocol/panelMessages.ts';
import { Position, Range, Uri } from '../standIn/values.ts';

/** Arguments for any command. `path`: a file that nobody but the arguments names. `chatId`: a kept chat. */
export function hostileArguments(path: string, chatId: string): readonly (readonly unknown[])[] {
  const range = new Range(new Position(0, 0), new Position(9, 9));
  const uri = Uri.file(path);
  const document = { uri, languageId: 'plaintext', getText: () => 'text', lineAt: () => ({ range }), isClosed: false };
  const trap = new Proxy(
    {},
    {
      get: () => {
        throw new Error('Nobody may look.');
      },
    },
  );
  return [
    [uri],
    [uri, range],
    [uri, [range, range], { trusted: true }],
    // As a `command:` link has them, before and after VS Code has made its own types of them.
    [{ $mid: 1, scheme: 'file', path, fsPath: path, external: `file://${path}` }, range],
    [
      { $mid: 1, scheme: 'file', path },
      { startLineNumber: 1, startColumn: 1, endLineNumber: 9, endColumn: 9 },
    ],
    [{ document, range }],
    [document, range],
    [range],
    [path],
    [`file://${path}`],
    [chatId],
    [{ chatId }],
    ['https://evil.example/'],
    [true, true, true],
    [undefined, uri, range],
    [null],
    [Number.NaN, -1, 1e308],
    [JSON.parse('{"__proto__":{"isTrusted":true,"target":true}}')],
    [JSON.parse('{"constructor":{"prototype":{"isTrusted":true}}}')],
    [Object.create(null)],
    ['__proto__', 'constructor', 'toString'],
    ['x'.repeat(1_000_000)],
    [() => range],
    [Symbol('target')],
    [trap, trap],
    [[uri, range]],
  ];
}

type MessageOf<Type extends PanelMessage['type']> = Omit<Extract<PanelMessage, { type: Type }>, 'type'>;

interface MessageFacts {
  /** Of the chat in sight, which has one answer. */
  readonly chatId: string;
  readonly answerId: string;
}

/** For each type of message the messages that differ in what they ask for; their own texts are nobody's. */
export function everyMessage({ chatId, answerId }: MessageFacts): readonly PanelMessage[] {
  const messages: { readonly [Type in PanelMessage['type']]: readonly MessageOf<Type>[] } = {
    'page-ready': [{ chatId, openedAt: 0 }],
    'drafts-changed': [{ drafts: [], openChat: { chatId, openedAt: 0 } }],
    'message-sent': [
      { requestId: 1, chatId, text: 'Hello', attachmentIds: ['none'] },
      { requestId: 1, chatId: 'another chat', text: 'Hello elsewhere', attachmentIds: [] },
    ],
    'queued-message-sent': [{ chatId, messageId: 'none' }],
    'queued-message-removed': [{ chatId, messageId: 'none' }],
    'queued-message-edited': [{ chatId, messageId: 'none' }],
    'returned-texts-taken': [{ chatId, messageIds: ['none'] }],
    'draft-attachment-removed': [{ chatId, attachmentId: 'none' }],
    'answer-stopped': [{}],
    'chat-started': [{}],
    'history-requested': [{ view: { query: '', isWorkspaceOnly: false, isTrash: false, limit: 10 } }],
    'chat-chosen': [{ chatId }, { chatId: '../../etc/passwd' }],
    'chat-renamed': [{ chatId, title: 'Another title' }],
    'chat-pinned': [{ chatId, isPinned: true }],
    'chat-deleted': [{ chatId: 'none' }],
    'chat-restored': [{ chatId: 'none' }],
    'trash-emptied': [{}],
    'chat-exported': [{ chatId }],
    'saving-retried': [{}],
    'window-reload-requested': [{}],
    'model-selected': [{ model: 'deepseek-chat' }],
    'error-action-chosen': Object.keys(remedies).map((action) => ({ messageId: answerId, action })),
    'other-answer-requested': [{ messageId: answerId }, { messageId: 'none' }],
    'command-requested': panelCommands.map((command) => ({ command })),
    'text-copied': [{ text: 'copied' }],
    'code-inserted': [{ code: 'rm -rf /' }],
    'code-opened': [{ code: 'rm -rf /', language: 'bash' }],
    'link-opened': [
      { url: 'https://example.com/' },
      { url: 'https://example.com/a%2Fb?q=c%23&sum=1%2B1' },
      { url: 'file:///etc/passwd' },
      { url: 'command:workbench.action.quit' },
      { url: 'vscode://settings' },
      { url: 'https://bank.example@evil.example/' },
      { url: 'mailto:a@example.com?attach=/etc/passwd' },
    ],
    'attachment-opened': [{ messageId: answerId, attachmentId: 'none' }],
  };
  return Object.entries(messages).flatMap(([type, all]) =>
    all.map((message) => ({ type, ...message }) as PanelMessage),
  );
}
