// Colours a code block a few chunks per frame, so that a long block never blocks a frame.
import type { Run } from './jobs.ts';

/** How long one frame may be spent on painting, in milliseconds. */
const sliceMs = 4;

/** Resolves when the whole block is coloured. `runs` cover its code from the start. */
export async function paint(block: Element, runs: readonly Run[]): Promise<void> {
  const cursor = new RunCursor(runs);
  let deadline = performance.now() + sliceMs;
  for (const chunk of block.querySelectorAll('.code-chunk')) {
    if (performance.now() > deadline) {
      await nextFrame();
      deadline = performance.now() + sliceMs;
    }
    while (isSelectionIn(block)) {
      await selectionChange();
    }
    const text = chunk.textContent;
    chunk.replaceChildren(...cursor.take(text));
  }
}

/** Replacing text nodes under a selection would clear the selection. */
function isSelectionIn(block: Element): boolean {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(block, true);
}

function selectionChange(): Promise<void> {
  return new Promise((resolve) => {
    document.addEventListener('selectionchange', () => resolve(), { once: true });
  });
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
  });
}

class RunCursor {
  readonly #runs: readonly Run[];
  #index = 0;
  #used = 0;

  constructor(runs: readonly Run[]) {
    this.#runs = runs;
  }

  /** Nodes for `text`, which must be the next piece of the code. */
  take(text: string): Node[] {
    const nodes: Node[] = [];
    let position = 0;
    while (position < text.length) {
      const [name, length] = this.#runs[this.#index] ?? ['', Infinity];
      const end = Math.min(text.length, position + length - this.#used);
      nodes.push(createRun(name, text.slice(position, end)));
      this.#used += end - position;
      if (this.#used >= length) {
        this.#index += 1;
        this.#used = 0;
      }
      position = end;
    }
    return nodes;
  }
}

function createRun(name: string, text: string): Node {
  if (name === '') {
    return document.createTextNode(text);
  }
  const span = document.createElement('span');
  span.className = `hljs-${name}`;
  span.textContent = text;
  return span;
}
