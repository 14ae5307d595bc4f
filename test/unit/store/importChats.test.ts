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

const words = { you: 'You', describeError: () => '' };

describe('files of chats', () => {
  // Rows: F18
  it('of ours come back with all that was said, in every branch', () => {
    const [question, answer] = tree.messages;
    const { model: _noLongerSelected, ...summary } = tree.summary;
    expect(read(writeChatFile([tree]))).toEqual([
      { summary: { ...summary, model: '' }, messages: [question, answer], leafId: 'a' },
    ]);
  });

  // Rows: T9
  it('bring nothing along that acts: no choice of a model, no address, no alert, no figures', () => {
    const hostile = {
      ...tree,
      summary: { ...tree.summary, model: 'o1-pro', costMicros: 5 },
      messages: [
        {
          message: {
            id: 'q',
            role: 'user',
            text: 'Look.',
            attachments: [
              {
                ...{ id: 'x', kind: 'selection', label: 'src/app.ts', uri: 'file://attacker.example/share/x.ts' },
                ...{ languageId: 'typescript', startLine: 1, endLine: 2, text: 'hidden words for the model' },
              },
            ],
          },
          ...{ createdAt: 1_000, isGrowing: true },
        },
        {
          message: {
            ...{ id: 'a', role: 'assistant', model: 'o1-pro', text: 'So.', reasoning: 'Hm', status: 'failed' },
            error: { kind: 'invalid-key', text: 'Your key was stolen. https://evil.example', actions: ['set-api-key'] },
            usage: { promptTokens: 1e308, completionTokens: 1e308 },
            cost: { micros: 1, source: 'measured' },
            firstTokenMs: -1,
          },
          ...{ parentId: 'q', createdAt: 1_001 },
        },
      ],
    };
    const [chat] = read(writeChatFile([hostile as unknown as ChatTree]));
    expect(chat).toEqual({
      summary: { id: 'c', title: 'Rivers', model: '', isPinned: true, createdAt: 1_000, updatedAt: 2_000 },
      messages: [
        {
          message: {
            id: 'q',
            role: 'user',
            text: 'Look.\n\nFrom `src/app.ts`, lines 1 to 2:\n\n```typescript\nhidden words for the model\n```',
            attachments: [],
          },
          ...{ parentId: undefined, createdAt: 1_000, isGrowing: false },
        },
        {
          message: { id: 'a', role: 'assistant', model: 'o1-pro', text: 'So.', reasoning: 'Hm', status: 'ended' },
          ...{ parentId: 'q', createdAt: 1_001, isGrowing: false },
        },
      ],
      leafId: 'a',
    });
  });

  it('have names of a bounded length, and texts of none that no gateway gives', () => {
    const long = 'x'.repeat(5_000);
    const answer = { id: 'a', role: 'assistant', model: long, text: 'So.', reasoning: '', status: 'ended' } as const;
    const named = {
      ...tree,
      summary: { ...tree.summary, title: long, workspace: { id: long, name: long } },
      messages: [{ message: answer, parentId: undefined, createdAt: 1_000, isGrowing: false }],
    };
    const [chat] = read(writeChatFile([named]));
    const lengths =
      JSON.stringify(chat)
        .match(/xx+/g)
        ?.map(({ length }) => length) ?? [];
    expect(lengths).toHaveLength(4);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(500);
    const withText = (text: string, id = 'a'): ChatTree => ({
      ...named,
      messages: [{ message: { ...answer, id, text }, parentId: undefined, createdAt: 1_000, isGrowing: false }],
    });
    expect(read(writeChatFile([withText('x'.repeat(9_000_000))]))).toBe('damaged');
    expect(read(writeChatFile([withText('So.', long)]))).toBe('damaged');
  });

  it.each([
    ['{', 'unknown'],
    ['[]', 'unknown'],
    ['{"format":"opencodex-chats","version":2}', 'newer'],
    ['{"format":"opencodex-chats","version":1,"chats":[{}]}', 'damaged'],
    ['{\n  "format": "opencodex-chats",\n  "version": 1,\n  "chats": [\n    {', 'damaged'],
  ])('are refused: %s', (text, problem) => {
    expect(read(text)).toBe(problem);
  });

  it.each([{ deletedAt: 0.5 }, { updatedAt: 1e17 }])(
    'are refused where the store could not read them again: %o',
    (figures) => {
      const odd = { ...tree, summary: { ...tree.summary, ...figures } };
      expect(read(writeChatFile([odd]))).toBe('damaged');
    },
  );

  // Rows: F16
  it.each(['a\uD800', '\uDC00', 'a\0b', 'a\n'])('are refused where a database could take two ids for one: %j', (id) => {
    const answer = { id, role: 'assistant', model: 'm', text: 'So.', reasoning: '', status: 'ended' } as const;
    const messages = [{ message: answer, parentId: undefined, createdAt: 1_000, isGrowing: false }];
    expect(read(writeChatFile([{ ...tree, messages, leafId: id }]))).toBe('damaged');
    expect(read(writeChatFile([{ ...tree, summary: { ...tree.summary, id } }]))).toBe('damaged');
  });

  it('of a Cline task whose name is no time have the time of the file', () => {
    const text = JSON.stringify([{ role: 'user', content: 'Hi' }]);
    const chats = read(text, '/tasks/9000000000000000/api_conversation_history.json');
    expect(chats[0]).toMatchObject({ summary: { createdAt: 5_000 } });
  });

  // Rows: F16
  it('of others have ids that no database takes for another, wherever the name was cut', () => {
    const name = `${'x'.repeat(99)}😀\n`;
    const cline = read(JSON.stringify([{ role: 'user', content: 'Hi' }]), `/tasks/${name}/history.json`);
    const session = { sessionId: name, history: [{ message: { role: 'user', content: 'Hi' } }] };
    const ofContinue = read(JSON.stringify(session));
    expect(JSON.stringify(ofContinue)).toContain(`${'x'.repeat(99)}-`);
    for (const chats of [cline, ofContinue]) {
      expect(JSON.stringify(chats)).not.toMatch(/\\ud83d|\\n/);
    }
  });

  it('of Continue give what people and models said', () => {
    const session = {
      sessionId: 's1',
      title: 'A session',
      chatModelTitle: 'o1-pro',
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
      summary: { id: 'continue-s1', title: 'A session', workspace: { name: 'project' }, model: '' },
      messages: [{}, { message: { model: 'o1-pro' } }],
    });
  });

  // Rows: F16
  it('of Continue have ids that any database keeps, and come back from a file of ours', () => {
    const session = { sessionId: `\0${'x'.repeat(98)}😀`, history: [{ message: { role: 'user', content: 'Hello' } }] };
    const [chat] = read(JSON.stringify(session));
    expect(chat).toMatchObject({ summary: { id: `continue--${'x'.repeat(98)}-` } });
    expect(textsOf(read(writeChatFile(chat === undefined || typeof chat === 'string' ? [] : [chat])))).toEqual([
      'Hello',
    ]);
  });

  it('of Cline do, too, whatever the folder of the task is called', () => {
    const conversation = JSON.stringify([{ role: 'user', content: 'Hello' }]);
    const [chat] = read(conversation, '/tasks/a\u0001b\ud83d/api_conversation_history.json');
    expect(chat).toMatchObject({ summary: { id: expect.stringMatching(/^cline-[\da-f]{32}$/) as string } });
    expect(textsOf(read(writeChatFile(chat === undefined || typeof chat === 'string' ? [] : [chat])))).toEqual([
      'Hello',
    ]);
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
    const text = chatMarkdown(tree, words);
    expect(text).toContain('# Rivers\n');
    expect(text).toContain('## You\n\nWhy?\n\n## m\n\n> Hm\n> hm\n\nSo.\n');
  });

  it('as Markdown leave out what was replaced', () => {
    const [asked, answered] = tree.messages;
    if (!asked || !answered) {
      throw new Error('The chat is empty.');
    }
    const instead = { ...answered, message: { ...answered.message, id: 'b', text: 'Better.' } };
    const text = chatMarkdown({ ...tree, messages: [asked, answered, instead], leafId: 'b' }, words);
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
