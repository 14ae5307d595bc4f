// What every page knows: how it should look and speak, and the way of everything else to the page itself.
import { describe, expect, it } from 'vitest';
import type { AppearanceMessage } from '../../../src/protocol/page.ts';
import { PageState } from '../../../src/webview/kit/pageState.ts';

interface News {
  readonly type: 'news';
  readonly text: string;
}

class ExamplePage extends PageState<News, string> {
  readonly received: News[] = [];

  protected override createReadyMessage(): string {
    return 'ready';
  }

  protected override receive(news: News): void {
    this.received.push(news);
  }
}

function open() {
  const posted: string[] = [];
  const listeners = new Set<(message: AppearanceMessage | News) => void>();
  const page = new ExamplePage({
    post: (message) => posted.push(`${message} with ${listeners.size} listening`),
    onMessage: (listener) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    loadState: () => undefined,
    saveState: () => undefined,
  });
  const tell = (message: AppearanceMessage | News) => listeners.forEach((listener) => listener(message));
  return { page, posted, tell };
}

const indonesian: AppearanceMessage = {
  type: 'appearance-changed',
  language: 'id',
  translations: { Stop: 'Hentikan' },
  fontSize: 15,
};

describe('a page', () => {
  it('listens before it says that it is ready', () => {
    const { page, posted } = open();
    const subscription = page.start();
    expect(posted).toEqual(['ready with 1 listening']);
    subscription.dispose();
    page.host.post('after');
    expect(posted[1]).toBe('after with 0 listening');
  });

  it('speaks English until it is told, then the language of texts and figures alike', () => {
    const { page, tell } = open();
    page.start();
    expect([page.language.value, page.translate.value('Stop'), page.numbers.value.seconds(1_500)]).toEqual([
      'en',
      'Stop',
      '1.5',
    ]);
    tell(indonesian);
    expect([page.language.value, page.translate.value('Stop'), page.numbers.value.seconds(1_500)]).toEqual([
      'id',
      'Hentikan',
      '1,5',
    ]);
    expect(page.appearance.value?.fontSize).toBe(15);
    expect(page.received).toEqual([]);
  });

  it('keeps its formatters while the language stays', () => {
    const { page, tell } = open();
    page.start();
    tell(indonesian);
    const before = page.numbers.value;
    tell({ ...indonesian, fontSize: 20 });
    expect(page.numbers.value).toBe(before);
    tell({ ...indonesian, language: 'en' });
    expect(page.numbers.value).not.toBe(before);
  });

  it('is handed everything else', () => {
    const { page, tell } = open();
    page.start();
    tell({ type: 'news', text: 'a' });
    expect(page.received).toEqual([{ type: 'news', text: 'a' }]);
  });
});
