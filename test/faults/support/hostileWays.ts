// How the panel is given texts, in its own page and by its own messages: whole in every place that takes text from outside, growing by
// one unit after the other, and cut at every byte. Each function runs in the page.
import type { Answer, UserMessage } from '../../../src/shared/chat.ts';
import type { PagePart } from './pageSink.ts';

export interface ShownTexts {
  readonly texts: readonly string[];
  readonly user: UserMessage;
  readonly open: Answer;
  readonly ended: Answer;
  readonly failed: Answer;
}

/** In the list of kept chats: as title, model, folder and excerpt, with a match in it. */
export async function showListed({ texts }: ShownTexts): Promise<void> {
  const { drawn, hit } = Reflect.get(globalThis, 'sink') as PagePart;
  const say = (data: unknown): boolean => dispatchEvent(new MessageEvent('message', { data }));
  // Another chat than the one that is opened next, which closes the list.
  say({ type: 'chat-opened', chatId: 'kept', messages: [] });
  say({ type: 'history-opened' });
  const posts = Reflect.get(globalThis, 'posts') as { readonly type: string; readonly view?: unknown }[];
  const view = posts.findLast(({ type }) => type === 'history-requested')?.view;
  const hits = texts.map((text, index) => ({
    chat: {
      ...{ id: `k${index}`, title: text, model: text, workspace: { id: 'w', name: text } },
      ...{ isPinned: false, createdAt: 1, updatedAt: 1 },
    },
    excerpt: text,
    match: { start: Math.floor(text.length / 3), end: Math.ceil((text.length * 2) / 3) },
  }));
  say({ type: 'history-listed', view, hits, hasMore: false, hasWorkspace: true });
  await drawn();
  if (document.querySelectorAll('.history-row').length !== texts.length) {
    hit('error', 'The panel does not show all chats.');
  }
}

/** As question, attachment, answer, reasoning, code, language of code, error, model; then all links are clicked. */
export async function showWhole({ texts, user, ended, failed }: ShownTexts): Promise<void> {
  const { drawn, hit } = Reflect.get(globalThis, 'sink') as PagePart;
  const say = (data: unknown): boolean => dispatchEvent(new MessageEvent('message', { data }));
  const put = (message: unknown): boolean => say({ type: 'message-changed', chatId: 'chat', message });
  const inFences = (text: string): string => {
    const fence = '`'.repeat(3 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)));
    return `${fence}html\n${text}\n${fence}\n\n~~~${text.replaceAll(/[\r\n]/g, ' ')}\n${text}\n~~~\n`;
  };
  const both = (text: string): readonly object[] => ['reasoning', 'text'].map((kind) => ({ kind, text }));
  const error = failed.error ?? { kind: 'server', actions: [] };
  const place = { kind: 'selection', uri: 'file:///a', languageId: 'html', startLine: 1, endLine: 2 } as const;
  say({ type: 'chat-opened', chatId: 'chat', messages: [] });
  say({
    type: 'models-changed',
    models: texts.map((text, index) => ({ id: `${index} ${text}`, name: text })),
    selected: texts[0],
  });
  texts.forEach((text, index) => {
    const attachment = { ...place, id: 'a', label: text, text };
    put({
      ...user,
      id: `q${index}`,
      parts: [
        { kind: 'text', text },
        { kind: 'attachment', attachment },
      ],
    });
    put({ ...ended, id: `a${index}`, parts: both(text), model: text });
    put({ ...ended, id: `c${index}`, parts: both(inFences(text)) });
    put({
      ...failed,
      id: `f${index}`,
      parts: [{ kind: 'text', text }],
      error: { ...error, text, detail: text, requestId: text },
    });
  });
  await drawn();
  const shown = (selector: string): number => document.querySelectorAll(selector).length;
  const codes = [...document.querySelectorAll('.code-block code')].map((code) => code.textContent);
  const isShown = shown('.user-text') === texts.length && shown('.answer') === 3 * texts.length;
  if (
    !isShown ||
    texts.some((text) => !codes.includes(`${text.replaceAll(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD')}\n`))
  ) {
    hit('error', 'The panel does not show what it was given.');
  }
  const posts = Reflect.get(globalThis, 'posts') as { readonly type: string; readonly url?: string }[];
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.markdown a')) {
    const before = posts.length;
    for (const [type, change] of [
      ['click', {}],
      ['click', { ctrlKey: true }],
      ['auxclick', { button: 1 }],
    ] as const) {
      link.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, ...change }));
    }
    const urls = posts.slice(before).map(({ type, url }) => (type === 'link-opened' ? url : type));
    if (urls.length !== 2 || urls.some((url) => url !== link.href)) {
      hit('link', `clicks on ${link.href} posted ${JSON.stringify(urls)}`);
    }
  }
  await drawn();
}

/** Streamed as answers and as reasoning, unit by unit; then each beginning, cut between bytes, as an answer that ended there. */
export async function showGrowing({ texts, open, ended }: ShownTexts): Promise<void> {
  /** How many answers are there side by side. */
  const lanes = 24;
  const { drawn, hit } = Reflect.get(globalThis, 'sink') as PagePart;
  const say = (data: unknown): boolean => dispatchEvent(new MessageEvent('message', { data }));
  const put = (message: unknown): boolean => say({ type: 'message-changed', chatId: 'chat', message });

  /** Yields after each unit, and once more when the answer has ended. */
  function* stream(text: string, id: string, kind: 'text' | 'reasoning'): Generator<undefined> {
    put({ ...open, id });
    for (const unit of text.split('')) {
      say({ type: 'answer-grew', chatId: 'chat', messageId: id, part: 0, kind, text: unit });
      yield;
    }
    put({ ...ended, id, parts: [{ kind, text }] });
    yield;
    say({ type: 'message-removed', chatId: 'chat', messageId: id });
  }

  function* streams(): Generator<Generator<undefined>> {
    for (const [index, text] of texts.entries()) {
      yield stream(text, `t${index}`, 'text');
      yield stream(text, `r${index}`, 'reasoning');
    }
  }

  say({ type: 'chat-opened', chatId: 'chat', messages: [] });
  const waiting = streams();
  let running: Generator<undefined>[] = [];
  do {
    while (running.length < lanes) {
      const next = waiting.next();
      if (next.done === true) {
        break;
      }
      running.push(next.value);
    }
    running = running.filter((one) => one.next().done !== true);
    await drawn();
    if (document.querySelectorAll('.answer').length !== running.length) {
      hit('error', 'The panel does not show all answers.');
    }
  } while (running.length > 0);

  // Texts of one list often begin alike.
  const known = globalThis as { cutTexts?: Set<string> };
  const cutTexts = (known.cutTexts ??= new Set());
  function* cuts(): Generator<string> {
    for (const text of texts) {
      const bytes = new TextEncoder().encode(text);
      for (let end = 1; end <= bytes.length; end += 1) {
        const cut = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, end));
        if (!cutTexts.has(cut)) {
          cutTexts.add(cut);
          yield cut;
        }
      }
    }
  }
  say({ type: 'chat-opened', chatId: 'chat', messages: [] });
  let lane = 0;
  for (const text of cuts()) {
    put({ ...ended, id: `c${lane}`, parts: ['reasoning', 'text'].map((kind) => ({ kind, text })) });
    lane = (lane + 1) % lanes;
    if (lane === 0) {
      await drawn();
    }
  }
  await drawn();
}
