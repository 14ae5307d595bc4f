import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatMarkdown } from '../../../src/chat/chatMarkdown.ts';
import { chatTitle } from '../../../src/shared/chatTitle.ts';
import { importChats } from '../../../src/store/import/importChats.ts';
import { writeChatFile } from '../../../src/shared/chatFile.ts';
import type { ChatTree } from '../../../src/shared/history.ts';

const tree: ChatTree = {
  summary: { id: 'c', title: 'Rivers', model: 'm', isPinned: true, createdAt: 1_000, updatedAt: 2_000 },
  messages: [
    {
      message: { id: 'q', role: 'user', text: 'Why?', attachments: [] },
      ...{ parentId: undefined, createdAt: 1_000, isGrowing: false },
    },
    {
      message: { id: 'a', role: 'assistant', model: 'm', text: 'So.', reasoning: 'Hm\nhm', status: 'ended' },
      ...{ parentId: 'q', createdAt: 1_001, isGrowing: false },
    },
  ],
  leafId: 'a',
};

function read(text: string, path = '/tasks/1700000000000/api_conversation_history.json') {
  return importChats(text, { path, modifiedAt: 5_000 });
}

function textsOf(result: ReturnType<typeof importChats>): readonly string[] {
  return typeof result === 'string'
    ? [result]
    : result.flatMap(({ messages }) => messages.map(({ message }) => message.text));
}

describe('files of chats', () => {
  it('of ours come back equal', () => {
    expect(read(writeChatFile([tree]))).toEqual([tree]);
  });

  it.each([
    ['{', 'unknown'],
    ['[]', 'unknown'],
    ['{"format":"opencodex-chats","version":2}', 'newer'],
    ['{"format":"opencodex-chats","version":1,"chats":[{}]}', 'damaged'],
  ])('are refused: %s', (text, problem) => {
    expect(read(text)).toBe(problem);
  });

  it.each([{ costMicros: 1e18 }, { costMicros: -1 }, { deletedAt: 0.5 }, { updatedAt: 1e17 }])(
    'are refused where the store could not read them again: %o',
    (figures) => {
      const odd = { ...tree, summary: { ...tree.summary, ...figures } };
      expect(read(writeChatFile([odd]))).toBe('damaged');
    },
  );

  it('of a Cline task whose name is no time have the time of the file', () => {
    const text = JSON.stringify([{ role: 'user', content: 'Hi' }]);
    const chats = read(text, '/tasks/9000000000000000/api_conversation_history.json');
    expect(chats[0]).toMatchObject({ summary: { createdAt: 5_000 } });
  });

  it('of Continue give what people and models said', () => {
    const session = {
      sessionId: 's1',
      title: 'A session',
      workspaceDirectory: '/home/me/project',
      history: [
        { message: { role: 'user', content: [{ type: 'text', text: 'Hello' }, { type: 'imageUrl' }] } },
        { message: { role: 'assistant', content: 'Hi' } },
        { message: { role: 'tool', content: 'ignored' } },
      ],
    };
    const chats = read(JSON.stringify(session));
    expect(textsOf(chats)).toEqual(['Hello', 'Hi']);
    expect(chats[0]).toMatchObject({
      summary: { id: 'continue-s1', title: 'A session', workspace: { name: 'project' } },
    });
  });

  it('of Cline give what people and models said, without the machinery', () => {
    const conversation = [
      {
        role: 'user',
        content: [{ type: 'text', text: '<task>\nMake it\n</task>\n<environment_details>x</environment_details>' }],
      },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Done' },
          { type: 'tool_use', name: 'x' },
        ],
      },
    ];
    const chats = read(JSON.stringify(conversation));
    expect(textsOf(chats)).toEqual(['Make it', 'Done']);
    expect(chats[0]).toMatchObject({ summary: { id: 'cline-1700000000000', createdAt: 1_700_000_000_000 } });
  });

  it('of any other content never throw', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(textsOf(read(text))).toBeDefined();
      }),
    );
  });

  it('as Markdown hold every message under its author', () => {
    const text = chatMarkdown(tree, 'You');
    expect(text).toContain('# Rivers\n');
    expect(text).toContain('## You\n\nWhy?\n\n## m\n\n> Hm\n> hm\n\nSo.\n');
  });

  it('as Markdown leave out what was replaced', () => {
    const [asked, answered] = tree.messages;
    if (!asked || !answered) {
      throw new Error('The chat is empty.');
    }
    const instead = { ...answered, message: { ...answered.message, id: 'b', text: 'Better.' } };
    const text = chatMarkdown({ ...tree, messages: [asked, answered, instead], leafId: 'b' }, 'You');
    expect(text).toContain('Better.');
    expect(text).not.toContain('So.');
  });

  it('are titled by the first line that says something, cut at whole characters', () => {
    const titled = (text: string): string => chatTitle([{ id: 'q', role: 'user', text, attachments: [] }]);
    expect(titled('\n  \n How  are\tyou?\nFine')).toBe('How are you?');
    expect(titled('😀'.repeat(100))).toBe(`${'😀'.repeat(79)}…`);
    expect(chatTitle([])).toBe('');
  });
});
