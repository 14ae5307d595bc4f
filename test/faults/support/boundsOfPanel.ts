// G13's cases of the panel: texts that are long, deep or hard to parse, in the real bundle, as they stream in and as a chat is opened.
import type { Browser, Page } from 'playwright-core';
import type { Answer } from '../../../src/shared/chat.ts';
import { chatOpened, endedAnswer, openAnswer, userMessage } from '../../unit/panel/messages.ts';
import { leadToStandIn } from '../../support/standInHook.ts';
import { launchBrowser, PanelPage, type PageSource } from '../../unit/panel/panelPage.ts';
import { longestFrame } from './frames.ts';

/** `head`, then the unit again and again, then `tail`. */
interface LongText {
  readonly head?: string;
  readonly unit: string;
  readonly count: number;
  readonly tail?: string;
}

const million = 1_000_000;

const texts = {
  // What the goal names.
  'an answer of 10 MB': { unit: 'All work and no play makes **Jack** a dull `boy`. And more.\n\n', count: million / 6 },
  'a line of 1 MB': { unit: '0123456789abcdef', count: million / 16 },
  '100,000 nested quotes': { unit: '>', count: 100_000 },
  '100,000 nested lists': { unit: '- ', count: 100_000 },
  '100,000 stars': { unit: '*', count: 100_000 },
  '100,000 brackets': { unit: '[', count: 100_000 },
  '100,000 openings of bold': { unit: '**a ', count: 100_000 },
  // What was found.
  'half links': { unit: '![](a', count: 4_000, tail: ' b' },
  'half links, few enough to be read': { unit: '![](a', count: 1_600, tail: ' b' },
  'a table of 1,000 columns': { head: `${'|a'.repeat(1_000)}|\n${'|-'.repeat(1_000)}|\n`, unit: '|\n', count: 5_000 },
  // Their neighbours.
  'a table of 64 columns': { head: `${'|a'.repeat(64)}|\n${'|-'.repeat(64)}|\n`, unit: '|\n', count: 5_000 },
  'a table of 2 columns': { head: '| a | b |\n|---|---|\n', unit: '| a | b |\n', count: 100_000 },
  'short paragraphs': { unit: 'a\n\n', count: million },
  'a list': { unit: '- item\n', count: million / 2 },
  'a list of paragraphs': { unit: '- item\n\n', count: million / 2 },
  'a quote': { unit: '> a\n', count: million },
  'a long line of words': { unit: 'word ', count: million },
  links: { unit: '[a](b) ', count: 100_000 },
  definitions: { unit: '[a]: b\n', count: million / 2 },
  'links before their definition': { unit: 'See [a] and [b][a].\n\n', count: 5_000 },
  headings: { unit: '# a\n', count: million },
  rules: { unit: '---\n\n', count: million },
  'blocks of code': { unit: '```\na\n```\n', count: million / 4 },
  'lines of code': { head: '```\n', unit: 'x\n', count: million },
  'indented code': { unit: '    a\n', count: million },
  entities: { unit: '&amp;', count: million },
  'line breaks': { unit: 'a  \n', count: million },
  'line ends': { unit: '\n', count: 4 * million },
  returns: { unit: '\r', count: 4 * million },
  HTML: { unit: '<b>', count: million },
  bars: { unit: '|', count: 100_000 },
} as const satisfies Readonly<Record<string, LongText>>;

type TextName = keyof typeof texts;

/** `stream`: piece by piece, a frame each. `open`: with the chat that holds it. */
type Way = 'stream' | 'open';

export interface PanelCase {
  readonly name: string;
  /** Milliseconds of the longest frame. Throws where the panel does not show the end. */
  readonly measure: () => Promise<number>;
}

const someTexts: readonly (readonly [TextName, Way])[] = [
  ['an answer of 10 MB', 'open'],
  ['a line of 1 MB', 'stream'],
  ['100,000 nested quotes', 'stream'],
  ['half links, few enough to be read', 'stream'],
  ['a table of 1,000 columns', 'stream'],
  ['a table of 64 columns', 'stream'],
];

export class PanelBounds {
  readonly #browser: Browser;
  readonly #source: PageSource;

  private constructor(browser: Browser, source: PageSource) {
    this.#browser = browser;
    this.#source = source;
  }

  /** `extensionFolder`: where the extension is built. */
  static async open(extensionFolder: string): Promise<PanelBounds> {
    leadToStandIn();
    const { chatPage } = await import('../../unit/panel/shippedPages.ts');
    return new PanelBounds(await launchBrowser(), await chatPage(extensionFolder));
  }

  close(): Promise<void> {
    return this.#browser.close();
  }

  cases(isShort: boolean): readonly PanelCase[] {
    const names = Object.keys(texts) as TextName[];
    const all = names.flatMap((name) => (['stream', 'open'] as const).map((way) => [name, way] as const));
    return [
      ...(isShort ? someTexts : all).map(([name, way]) => ({
        name: `the panel: ${name}, ${way === 'stream' ? 'streamed' : 'opened'}`,
        measure: () => this.#showText(name, way),
      })),
      { name: 'the panel: a list of 300,000 models', measure: () => this.#showModels(300_000) },
      { name: 'the panel: a list of 500 models', measure: () => this.#showModels(500) },
      { name: 'the panel: what a user pasted, 2 MB', measure: () => this.#showQuestion() },
      { name: 'the panel: code of one long word', measure: () => this.#showCode(190_000) },
    ];
  }

  /** Frames go on from before the work until after it. */
  async #measure(work: (panel: PanelPage) => Promise<void>): Promise<number> {
    const panel = await PanelPage.open(this.#browser, this.#source);
    try {
      await panel.greet([userMessage()]);
      await panel.send({ type: 'highlighter-loaded', source: this.#source.workerSource });
      await panel.page.evaluate(() => {
        const goOn = (): void => void requestAnimationFrame(goOn);
        goOn();
      });
      return await longestFrame(this.#browser, () => work(panel));
    } finally {
      await panel.page.context().close();
    }
  }

  #showText(name: TextName, way: Way): Promise<number> {
    const text: LongText = texts[name];
    const messages = { open: openAnswer(), ended: endedAnswer() };
    return this.#measure(async ({ page }) => {
      await page.evaluate(showText, { ...messages, way, ...text });
    });
  }

  #showModels(count: number): Promise<number> {
    return this.#measure(async (panel) => {
      await panel.page.evaluate((length) => {
        const models = Array.from({ length }, (_, index) => ({ id: `model-${index}`, name: `Model ${index}` }));
        const data = { type: 'models-changed', models, selected: 'deepseek-chat' };
        dispatchEvent(new MessageEvent('message', { data }));
      }, count);
      await panel.settle();
      const options = await panel.page.locator('.model-select option').count();
      // More than may be are no list of ours: the former one, of two, stays.
      if (options !== (count > 500 ? 2 : count + 1) + 1) {
        throw new Error(`The list has ${options} entries`);
      }
    });
  }

  #showQuestion(): Promise<number> {
    return this.#measure(async (panel) => {
      await panel.page.evaluate((message) => {
        const parts = [{ kind: 'text', text: 'All work and no play. '.repeat(100_000) }];
        const data = { type: 'chat-opened', chatId: 'other', messages: [{ message: { ...message, parts } }] };
        dispatchEvent(new MessageEvent('message', { data }));
      }, userMessage());
      await panel.page.getByText('The rest is too long to be shown.').waitFor();
      await panel.settle();
    });
  }

  /** Colouring it would take a processor for minutes. */
  #showCode(length: number): Promise<number> {
    const answer = endedAnswer({ text: `\`\`\`ini\n${'a'.repeat(length)}\n\`\`\`\n` });
    return this.#measure(async (panel) => {
      await countJobs(panel.page);
      await panel.send(chatOpened([userMessage(), answer], 'other'));
      await panel.page.locator('.code-block').waitFor();
      await panel.settle();
      const jobs = await panel.page.evaluate((): unknown => Reflect.get(globalThis, 'jobs'));
      if (jobs !== 0) {
        throw new Error(`The highlight worker has got ${String(jobs)} jobs`);
      }
    });
  }
}

/** Counts in `jobs` what workers of the page are sent. */
async function countJobs(page: Page): Promise<void> {
  await page.evaluate(() => {
    let jobs = 0;
    Reflect.set(globalThis, 'jobs', jobs);
    class CountingWorker extends Worker {
      override postMessage(message: unknown): void {
        jobs += 1;
        Reflect.set(globalThis, 'jobs', jobs);
        super.postMessage(message);
      }
    }
    Reflect.set(globalThis, 'Worker', CountingWorker);
  });
}

interface ShownText extends LongText {
  readonly open: Answer;
  readonly ended: Answer;
  readonly way: Way;
}

/** Runs in the page. */
async function showText({ open, ended, way, head = '', unit, count, tail = '' }: ShownText): Promise<void> {
  const say = (data: unknown): boolean => dispatchEvent(new MessageEvent('message', { data }));
  const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
  const text = `${head}${unit.repeat(count)}${tail}\n\nThe end.`;
  const whole = { ...ended, parts: [{ kind: 'text', text }] };
  if (way === 'open') {
    say({ type: 'chat-opened', chatId: 'other', messages: [{ message: whole }] });
  } else {
    say({ type: 'message-changed', chatId: 'chat', message: open });
    // The panel shows no more than this, so that the rest would tell nothing.
    for (let start = 0; start < Math.min(text.length, 1_200_000); start += 16_384) {
      say({
        type: 'answer-grew',
        chatId: 'chat',
        messageId: 'answer',
        part: 0,
        kind: 'text',
        text: text.slice(start, start + 16_384),
      });
      await frame();
    }
    say({ type: 'message-changed', chatId: 'chat', message: whole });
  }
  const isShown = (): boolean =>
    [...document.querySelectorAll('.markdown')].some((element) => {
      let last: Node = element;
      while (last.lastChild) {
        last = last.lastChild;
      }
      return /(?:The end\.|Copy takes all of it\.)$/.test((last.nodeValue ?? '').trimEnd());
    });
  const givenUpAt = performance.now() + 60_000;
  while (!isShown()) {
    if (performance.now() > givenUpAt) {
      throw new Error('The end is not shown.');
    }
    await frame();
  }
  for (let frames = 0; frames < 5; frames += 1) {
    await frame();
  }
}
