// What the panel shows of texts that are longer, wider or deeper than any: how much, with which words, and that nothing of it is lost.
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerGrew, chatOpened, endedAnswer, messageChanged, openAnswer, userMessage } from './messages.ts';
import { launchBrowser, PanelPage, type PageSource } from './panelPage.ts';
import { chatPage } from './shippedPages.ts';

const note = 'The rest is too long to be shown. Copy takes all of it.';

describe('a text that is longer than any', () => {
  let browser: Browser;
  let source: PageSource;
  let panel: PanelPage;

  beforeAll(async () => {
    source = await chatPage();
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    panel = await PanelPage.open(browser, source);
    await panel.greet([userMessage()]);
  });
  afterEach(async () => {
    expect(panel.troubles).toEqual([]);
    await panel.page.context().close();
  });

  const answer = (): Locator => panel.article('deepseek-chat');
  const markdown = (): Locator => answer().locator('.markdown');

  /** Opens a chat with it, and waits for its end or for the note. */
  async function open(text: string, end: string): Promise<void> {
    await panel.send(chatOpened([endedAnswer({ text })], 'other'));
    await answer().getByText(end, { exact: true }).last().waitFor();
  }

  async function stream(text: string, pieceLength: number): Promise<void> {
    await panel.send(messageChanged(openAnswer()));
    for (let start = 0; start < text.length; start += pieceLength) {
      await panel.send(answerGrew(text.slice(start, start + pieceLength)));
      await panel.settle();
    }
    await panel.send(messageChanged(endedAnswer({ text })));
  }

  it.each([
    ['characters', `${'word '.repeat(300)}\n\n`.repeat(1_000)],
    ['lines', 'a\nb\n\n'.repeat(10_000)],
    ['line ends', '\r'.repeat(30_000)],
    ['elements', '- **a**\n'.repeat(9_000)],
    ['lines of code', `\`\`\`\n${'x\n'.repeat(30_000)}\`\`\`\n`],
    ['what the gateway may send', `${'word '.repeat(300)}\n\n`.repeat(2_700)],
  ])('in %s is shown as far as it can be, and copied whole', async (_, text) => {
    const whole = `The beginning.\n\n${text}\n\nThe end.`;
    await open(whole, note);
    const shown = await markdown().textContent();
    expect(shown).toMatch(/^The beginning\./);
    expect(shown).not.toContain('The end.');
    expect(await answer().getByText(note).count()).toBe(1);
    await answer().getByRole('button', { name: 'Copy', exact: true }).last().click();
    expect((await panel.posted('text-copied')).map((post) => post.text === whole)).toEqual([true]);
  });

  it('stays as it was shown when its end comes', async () => {
    const text = `${'word '.repeat(3_000)}\n\n`.repeat(80);
    await panel.send(messageChanged(openAnswer()));
    await panel.send(answerGrew(text));
    await answer().getByText(note).waitFor();
    const before = await markdown().locator('p').count();
    await panel.send(answerGrew('more'), messageChanged(endedAnswer({ text: `${text}more` })));
    await panel.settle();
    expect([await markdown().locator('p').count(), await answer().getByText(note).count()]).toEqual([before, 1]);
  });

  it.each([
    ['a list', '- item\n', 4_000, 'li'],
    ['a numbered list', '1. item\n', 4_000, 'li'],
    ['a quote', '> item\n>\n', 4_000, 'blockquote > p'],
    ['rows of a table', '| item | b |\n', 3_000, 'tbody tr'],
    ['rows of a wide table', `${'| item '.repeat(60)}|\n`, 150, 'tbody tr'],
  ])('of one block is shown in parts, with nothing lost: %s', async (_, unit, count, selector) => {
    const columns = unit.split('|').length - 2;
    const head = columns > 0 ? `${'| head '.repeat(columns)}|\n${'|---'.repeat(columns)}|\n` : '';
    const text = `${head}${unit.repeat(count)}\nThe end.`;
    await open(text, 'The end.');
    expect(await markdown().locator(selector).count()).toBe(count);
    expect(await markdown().locator('> *').count()).toBeGreaterThan(2);
    // Each part of a table has the head of the whole.
    expect(await markdown().locator('th').count()).toBe(
      (await markdown().locator('table').count()) * Math.max(0, columns),
    );
  });

  it('of one block comes to the same in pieces', async () => {
    const text = `| a | b |\n|---|---|\n${'| item | b |\n'.repeat(3_000)}\nThe end.`;
    await stream(text, 4_000);
    await answer().getByText('The end.').waitFor();
    expect(await markdown().locator('tbody tr').count()).toBe(3_000);
    expect(await markdown().locator('td').first().textContent()).toBe('item');
  });

  it('of one line is shown whole', async () => {
    const text = `${'0123456789abcdef'.repeat(8_000)}\n\nThe end.`;
    await open(text, 'The end.');
    expect((await markdown().textContent())?.length).toBe(16 * 8_000 + 'The end.'.length);
  });

  it.each([
    [64, 1],
    [65, 0],
  ])('of %i columns is a table, or is shown as it was written', async (columns, tables) => {
    const line = (cell: string): string => `${`|${cell}`.repeat(columns)}|\n`;
    await open(`${line('a')}${line('-')}${line('b')}${line('c')}\nThe end.`, 'The end.');
    expect(await markdown().locator('table').count()).toBe(tables);
    expect((await markdown().textContent())?.replaceAll(/[|\-\s]/g, '')).toBe(
      `${'a'.repeat(columns)}${'b'.repeat(columns)}${'c'.repeat(columns)}Theend.`,
    );
  });

  it('has links also to what is defined at its end', async () => {
    const text = `See [a], [b][a] and \`[a]\`.\n\n${'Words.\n\n'.repeat(2_000)}- [a]\n\n[a]: https://example.com/a\n\nThe end.`;
    await open(text, 'The end.');
    await expect.poll(() => markdown().locator('a').count()).toBe(3);
    expect(await markdown().locator('p').first().textContent()).toBe('See a, b and [a].');
  });

  it('that the user wrote is shown as far as it can be, and copied whole', async () => {
    const text = `Begin ${'x'.repeat(150_000)} end`;
    await panel.send(chatOpened([userMessage({ text })], 'other'));
    await panel.article('You').getByText(note).waitFor();
    expect(await panel.article('You').locator('.user-text').textContent()).toHaveLength(100_000);
    await panel.article('You').getByRole('button', { name: 'Copy', exact: true }).click();
    expect((await panel.posted('text-copied')).map((post) => post.text === text)).toEqual([true]);
  });

  describe('code', () => {
    const block = (id: string, code: string): object =>
      chatOpened(
        [
          endedAnswer({
            text: `\`\`\`ts
${code}
\`\`\`
`,
          }),
        ],
        id,
      );
    const jobs = (): Promise<unknown> => panel.page.evaluate((): unknown => Reflect.get(globalThis, 'jobs'));

    beforeEach(async () => {
      await panel.page.evaluate(() => {
        const codes: string[] = [];
        Reflect.set(globalThis, 'jobs', codes);
        class WatchedWorker extends Worker {
          override postMessage(message: { readonly code: string }): void {
            codes.push(message.code);
            super.postMessage(message);
          }
        }
        Reflect.set(globalThis, 'Worker', WatchedWorker);
      });
    });

    it('with a line longer than any is not coloured', async () => {
      await panel.send({ type: 'highlighter-loaded', source: source.workerSource });
      await panel.send(block('long', `let a = '${'x'.repeat(5_000)}';`), block('short', 'let b;'));
      await expect.poll(jobs).toEqual(['let b;']);
      await panel.page.locator('.hljs-keyword').waitFor();
    });

    it('that took too long is tried once more, and then no more', async () => {
      // A worker is given up after five seconds.
      await panel.page.evaluate(() => {
        const { setTimeout: wait } = globalThis;
        Reflect.set(globalThis, 'setTimeout', (job: () => void, delay: number) =>
          wait(job, delay === 5_000 ? 50 : delay),
        );
      });
      await panel.send({ type: 'highlighter-loaded', source: 'self.onmessage = () => {};' });
      const twice = (...codes: readonly string[]): readonly string[] => codes.flatMap((code) => [code, code]);
      await panel.send(block('first', 'let slow;'));
      await expect.poll(jobs).toEqual(twice('let slow;'));
      await panel.send(block('second', 'let other;'));
      await expect.poll(jobs).toEqual(twice('let slow;', 'let other;'));
      await panel.send(block('first', 'let slow;'));
      await panel.settle();
      await panel.send(block('third', 'let third;'));
      await expect.poll(jobs).toEqual(twice('let slow;', 'let other;', 'let third;'));
    });
  });
});
