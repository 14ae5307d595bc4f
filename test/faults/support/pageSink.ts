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
  /** Resolves once the panel waits for no frame any more. */
  readonly drawn: () => Promise<void>;
}

/** What the panel's own views are made of, around the models' texts. Sources of regular expressions. */
const panelNodes = {
  elements:
    '^(div|span|p|ul|ol|li|h[1-6]|article|section|header|footer|nav|details|summary|button|textarea|select|option|optgroup|input|label|a)$',
  attributes:
    '^(class|id|title|type|role|for|tabindex|open|disabled|hidden|value|selected|rows|placeholder|spellcheck|lang|dir|datetime|maxlength|autocomplete|style|data-.+|aria-.+)$',
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
    if (this.#isCounting) {
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

  const nextFrame = requestAnimationFrame.bind(globalThis);
  const cancelFrame = cancelAnimationFrame.bind(globalThis);
  const asked = new Set<number>();
  Object.assign(globalThis, {
    requestAnimationFrame: (callback: FrameRequestCallback): number => {
      const id = nextFrame((time) => {
        asked.delete(id);
        callback(time);
      });
      asked.add(id);
      return id;
    },
    cancelAnimationFrame: (id: number): void => {
      asked.delete(id);
      cancelFrame(id);
    },
  });
  const frame = (): Promise<unknown> => new Promise((resolve) => nextFrame(resolve));
  const drawn = async (): Promise<void> => {
    for (let frames = 0; frames === 0 || asked.size > 0; frames += 1) {
      if (frames > 300) {
        hit('error', 'The panel has not come to an end of drawing.');
        return;
      }
      await frame();
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
