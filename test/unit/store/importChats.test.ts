import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answered, asked, plain } from '../../support/messages.ts';
import { chatMarkdown } from '../../../src/chat/chatMarkdown.ts';
import { chatTitle } from '../../../src/shared/chatTitle.ts';
import { importChats } from '../../../src/store/import/importChats.ts';
import { writeChatFile } from '../../../src/shared/chatFile.ts';
import type { ChatTree } from '../../../src/shared/history.ts';

const tree: ChatTree = {
  summary: { id: 'c', title: 'Rivers', model: 'm', isPinned: true, createdAt: 1_000, updatedAt: 2_000 },
  messages: [
    {
      message: asked({ text: 'Why?' }),
      ...{ parentId: undefined, createdAt: 1_000, isGrowing: false },
    },
    {
      message: answered({ text: 'So.', reasoning: 'Hm\nhm' }),
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
    : result.flatMap(({ messages }) => messages.map(({ message }) => plain(message).text));
}

const words = { you: 'You', unknown: 'Something unknown', describeError: () => '' };

describe('files of chats', () => {
  // Rows: F18
  it('of ours come back with all that was said, in every branch', () => {
    const [question, answer] = tree.messages;
    const { model: _noLongerSelected, ...summary } = tree.summary;
    expect(read(writeChatFile([tree]))).toEqual([
      { summary: { ...summary, model: '' }, messages: [question, answer], leafId: 'a' },
    ]);
  });

  const selection = {
    ...{ id: 'x', kind: 'selection', label: 'src/app.ts', uri: 'file://attacker.example/share/x.ts' },
    ...{ languageId: 'typescript', startLine: 1, endLine: 2, text: 'hidden words for the model' },
  };
  const edit = { kind: 'edit', label: 'a.ts', uri: 'file:///a.ts', text: 'rm -rf' };

  function firstOf(text: string): ChatTree | undefined {
    const result = read(text);
    return typeof result === 'string' ? undefined : result[0];
  }

  /** With a chat of that version of the format. */
  function hostileFile(version: number, user: object, answer: object): string {
    const summary = { ...tree.summary, model: 'o1-pro', costMicros: 5 };
    const ofAnswer = {
      ...{ id: 'a', role: 'assistant', model: 'o1-pro', status: 'failed', ...answer },
      error: { kind: 'invalid-key', text: 'Your key was stolen. https://evil.example', actions: ['set-api-key'] },
      usage: { promptTokens: 1e308, completionTokens: 1e308 },
      cost: { micros: 1, source: 'measured' },
      firstTokenMs: -1,
    };
    const messages = [
      { message: { id: 'q', role: 'user', ...user }, createdAt: 1_000, isGrowing: true },
      { message: ofAnswer, parentId: 'q', createdAt: 1_001 },
    ];
    return JSON.stringify({ format: 'opencodex-chats', version, chats: [{ ...tree, summary, messages }] });
  }

  // Rows: T9
  it.each([
    [
      1,
      { text: 'Look.', attachments: [selection] },
      { text: 'So.', reasoning: 'Hm', reasoningMs: -1 },
      { asked: [], answered: [] },
    ],
    [
      2,
      { parts: [{ kind: 'text', text: 'Look.' }, { kind: 'attachment', attachment: selection }, edit] },
      {
        parts: [
          { kind: 'reasoning', text: 'Hm', ms: -1 },
          { kind: 'text', text: 'So.', more: 1 },
          edit,
          { kind: 'opaque', value: { kind: 'tool-call', id: '1', name: 'rm', arguments: '{}' } },
        ],
      },
      {
        asked: [{ kind: 'opaque', value: edit, isImported: true }],
        answered: [
          { kind: 'opaque', value: edit, isImported: true },
          {
            kind: 'opaque',
            value: { kind: 'tool-call', id: '1', name: 'rm', arguments: '{}' },
            isImported: true,
          },
        ],
      },
    ],
  ])(
    'of version %i bring nothing along that acts: no choice of a model, no address, no alert, no figures, no call',
    (version, user, answer, others) => {
      const chat = firstOf(hostileFile(version, user, answer));
      const words = 'Look.\n\nFrom `src/app.ts`, lines 1 to 2:\n\n```typescript\nhidden words for the model\n```';
      expect(chat).toEqual({
        summary: { id: 'c', title: 'Rivers', model: '', isPinned: true, createdAt: 1_000, updatedAt: 2_000 },
        messages: [
          {
            message: { id: 'q', role: 'user', parts: [{ kind: 'text', text: words }, ...others.asked] },
            ...{ parentId: undefined, createdAt: 1_000, isGrowing: false },
          },
          {
            message: {
              ...{ id: 'a', role: 'assistant', model: 'o1-pro', status: 'ended' },
              parts: [{ kind: 'reasoning', text: 'Hm' }, { kind: 'text', text: 'So.' }, ...others.answered],
            },
            ...{ parentId: 'q', createdAt: 1_001, isGrowing: false },
          },
        ],
        leafId: 'a',
      });
      // What was wrapped stays so, however often it goes out and comes back.
      expect(chat && read(writeChatFile([chat]))).toEqual([chat]);
    },
  );

  it('give attachments of a kind that is not known as text, too', () => {
    const note = { id: 'x', kind: 'note', label: 'My note', text: 'Remember.' };
    const chat = firstOf(hostileFile(2, { parts: [{ kind: 'attachment', attachment: note }] }, { parts: [] }));
    expect(chat?.messages[0]?.message.parts).toEqual([
      { kind: 'text', text: 'From `My note`:\n\n```\nRemember.\n```' },
    ]);
    const room = { kind: 'attachment', attachment: { id: 'x', kind: 'room', label: 'Without any text' } };
    expect(firstOf(hostileFile(2, { parts: [room] }, { parts: [] }))?.messages[0]?.message.parts).toEqual([
      { kind: 'text', text: '' },
      { kind: 'opaque', value: room, isImported: true },
    ]);
  });

  it('have names of a bounded length, and texts of none that no gateway gives', () => {
    const long = 'x'.repeat(5_000);
    const answer = answered({ model: long, text: 'So.' });
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
      messages: [
        { message: answered({ model: long, id, text }), parentId: undefined, createdAt: 1_000, isGrowing: false },
      ],
    });
    expect(read(writeChatFile([withText('x'.repeat(9_000_000))]))).toBe('damaged');
    const old = {
      ...tree,
      messages: [{ message: { id: 'q', role: 'user', text: 'x'.repeat(9_000_000) }, createdAt: 1 }],
    };
    expect(read(JSON.stringify({ format: 'opencodex-chats', version: 1, chats: [old] }))).toBe('damaged');
    expect(read(writeChatFile([withText('So.', long)]))).toBe('damaged');
  });

  it.each([
    ['{', 'unknown'],
    ['[]', 'unknown'],
    ['{"format":"opencodex-chats","version":3}', 'newer'],
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
    const answer = answered({ id, text: 'So.' });
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
    const [first, second] = tree.messages;
    if (!first || !second) {
      throw new Error('The chat is empty.');
    }
    const instead = { ...second, message: answered({ id: 'b', text: 'Better.' }) };
    const text = chatMarkdown({ ...tree, messages: [first, second, instead], leafId: 'b' }, words);
    expect(text).toContain('Better.');
    expect(text).not.toContain('So.');
  });

  it('are titled by the first line that says something, cut at whole characters', () => {
    const titled = (text: string): string => chatTitle([asked({ text })]);
    expect(titled('\n  \n How  are\tyou?\nFine')).toBe('How are you?');
    expect(titled('😀'.repeat(100))).toBe(`${'😀'.repeat(79)}…`);
    expect(chatTitle([])).toBe('');
  });
});
