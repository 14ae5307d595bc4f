// Counts what a page does that nobody but an attacker would have it do: scripts, requests, frames, windows, navigations, and elements,
// attributes and links that are none of the panel's own. Each hit is a text that begins with its kind.
import type { Page } from 'playwright-core';
import { answerNodes } from '../../unit/panel/answerNodes.ts';

export type HitKind =
  | 'script'
  | 'policy'
  | 'error'
  | 'element'
  | 'attribute'
  | 'link'
  | 'request'
  | 'socket'
  | 'frame'
  | 'worker'
  | 'window'
  | 'navigation'
  | 'download'
  | 'dialog';

/** What the sink's part in the page offers to the tests. */
export interface PagePart {
  /** From here on everything counts. */
  readonly start: () => void;
  /** What was seen since the last time. */
  readonly take: () => readonly string[];
  readonly hit: (kind: HitKind, what: string) => void;
  /** Resolves once the panel waits for no frame any more; now and then it is on the screen, too. */
  readonly drawn: () => Promise<void>;
}

/** What the panel's own views are made of, around the models' texts. Sources of regular expressions. */
const panelNodes = {
  elements:
    '^(div|span|p|h[1-3]|ul|li|article|section|header|footer|details|summary|mark|button|select|option|textarea|label|input)$',
  attributes: '^(class|role|title|type|open|hidden|disabled|value|placeholder|spellcheck|aria-.+)$',
} as const;

/** Watches a page from before it has a document; whoever opens the page hands it to `watch`. */
export class PageSink {
  readonly #hits: string[] = [];
  #page: Page | undefined;
  #isCounting = false;

  async watch(page: Page): Promise<void> {
    this.#page = page;
    const context = page.context();
    page.on('request', (request) => this.#hit('request', request.url()));
    page.on('websocket', (socket) => this.#hit('socket', socket.url()));
    page.on('worker', (worker) => this.#hit('worker', worker.url()));
    page.on('frameattached', (frame) => this.#hit('frame', frame.url()));
    page.on('framenavigated', (frame) => this.#hit('navigation', frame.url()));
    page.on('download', (download) => this.#hit('download', download.url()));
    page.on('dialog', (dialog) => this.#hit('dialog', dialog.message()));
    page.on('pageerror', (error) => this.#hit('error', error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') {
        this.#hit('error', message.text());
      }
    });
    context.on('page', (other) => this.#hit('window', other.url()));
    context.on('serviceworker', (worker) => this.#hit('worker', worker.url()));
    await page.addInitScript(installSink, { answerNodes, panelNodes });
  }

  /** From here on everything counts: what the panel itself needs is there. */
  async start(): Promise<void> {
    await this.#page?.evaluate(() => (Reflect.get(globalThis, 'sink') as PagePart).start());
    this.#isCounting = true;
  }

  /** What was seen since the last time. */
  async take(): Promise<string[]> {
    const inPage = await this.#page
      ?.evaluate(() => (Reflect.get(globalThis, 'sink') as PagePart).take())
      .catch((error: unknown) => [`error: the page is gone: ${String(error)}`]);
    return [...this.#hits.splice(0), ...(inPage ?? [])];
  }

  #hit(kind: HitKind, what: string): void {
    // The panel starts its worker anew where that took too long with one block. Whoever else makes a blob has run a script.
    const isHighlighter = (kind === 'worker' || kind === 'request') && what.startsWith('blob:http://webview.test/');
    if (this.#isCounting && !isHighlighter) {
      this.#hits.push(`${kind}: ${what}`);
    }
  }
}

interface Allowed {
  readonly answerNodes: typeof answerNodes;
  readonly panelNodes: typeof panelNodes;
}

/** Runs in the page before its document. */
function installSink(allowed: Allowed): void {
  const compile = <Names extends Readonly<Record<string, string>>>(names: Names): Record<keyof Names, RegExp> =>
    Object.fromEntries(Object.entries(names).map(([name, source]) => [name, new RegExp(source)])) as Record<
      keyof Names,
      RegExp
    >;
  const ofAnswers = compile(allowed.answerNodes);
  const ofPanel = compile(allowed.panelNodes);
  const most = 100;
  const drawnWithinMs = 30_000;
  /** The screen may show something that is not in the page's nodes. */
  const drawsPerScreen = 16;
  let hits: string[] = [];
  let isCounting = false;
  const hit: PagePart['hit'] = (kind, what) => {
    if (isCounting && hits.length < most) {
      hits.push(`${kind}: ${what}`.slice(0, 300));
    }
  };
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) {
    Object.defineProperty(globalThis, name, { value: () => hit('script', name) });
  }
  Object.defineProperty(globalThis, 'ranHere', { set: () => hit('script', 'ranHere') });
  addEventListener('securitypolicyviolation', (event) => {
    hit('policy', `${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });

  const checkAttribute = (element: Element, name: string, isInAnswer: boolean): void => {
    if (!(isInAnswer ? ofAnswers : ofPanel).attributes.test(name)) {
      hit('attribute', `${element.localName} ${name}`);
    }
    if (element instanceof HTMLAnchorElement && !ofAnswers.protocols.test(element.protocol)) {
      hit('link', element.href);
    }
  };
  const checkElement = (element: Element, isInAnswer: boolean): void => {
    const isOwn = element.namespaceURI === 'http://www.w3.org/1999/xhtml';
    if (!isOwn || !(isInAnswer ? ofAnswers : ofPanel).elements.test(element.localName)) {
      hit('element', element.localName);
    }
    for (const name of element.getAttributeNames()) {
      checkAttribute(element, name, isInAnswer);
    }
  };
  const checkTree = (root: Element, isInAnswer: boolean): void => {
    checkElement(root, isInAnswer);
    for (const element of root.getElementsByTagName('*')) {
      checkElement(element, isInAnswer || element.parentElement?.closest('.markdown') !== null);
    }
  };
  const isAnswer = (node: Node | null): boolean => node instanceof Element && node.closest('.markdown') !== null;
  const look = (records: readonly MutationRecord[]): void => {
    for (const { target, addedNodes, attributeName } of records) {
      if (attributeName !== null && target instanceof Element) {
        checkAttribute(target, attributeName, isAnswer(target.parentElement));
      }
      for (const node of addedNodes) {
        if (node instanceof Element) {
          checkTree(node, isAnswer(target) || isAnswer(node.parentElement));
        }
      }
    }
  };
  const observer = new MutationObserver(look);

  // Frames come as soon as they are asked for, so that each piece is drawn and none waits for the screen.
  const screenFrame = requestAnimationFrame.bind(globalThis);
  const asked = new Map<number, FrameRequestCallback>();
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  let lastId = 0;
  port1.onmessage = () => waiting.shift()?.();
  const soon = (callback: () => void): void => {
    waiting.push(callback);
    port2.postMessage(undefined);
  };
  Object.assign(globalThis, {
    requestAnimationFrame: (callback: FrameRequestCallback): number => {
      lastId += 1;
      const id = lastId;
      asked.set(id, callback);
      soon(() => {
        const isWanted = asked.delete(id);
        if (isWanted) {
          callback(performance.now());
        }
      });
      return id;
    },
    cancelAnimationFrame: (id: number): void => void asked.delete(id),
  });
  let draws = 0;
  const drawn = async (): Promise<void> => {
    const givenUpAt = performance.now() + drawnWithinMs;
    do {
      await new Promise<void>((resolve) => soon(resolve));
    } while (asked.size > 0 && performance.now() < givenUpAt);
    if (asked.size > 0) {
      hit('error', 'The panel has not come to an end of drawing.');
    }
    draws += 1;
    if (draws % drawsPerScreen === 0) {
      await new Promise((resolve) => screenFrame(resolve));
    }
  };

  const part: PagePart = {
    start: () => {
      observer.observe(document, { subtree: true, childList: true, attributes: true });
      isCounting = true;
    },
    take: () => {
      look(observer.takeRecords());
      const seen = hits;
      hits = [];
      return seen;
    },
    hit,
    drawn,
  };
  Object.defineProperty(globalThis, 'sink', { value: part });
}
