// Keeps the end of the conversation in view while it grows, unless the user is reading or selecting something.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { Disposable } from '../../kit/pageHost.ts';

/** Within this distance of the end, in pixels, the view counts as being at the end. */
const nearEnd = 24;

export class Follower {
  readonly #isAway = signal(false);
  #scroller: HTMLElement | undefined;
  #isFollowing = true;
  #isPointerDown = false;
  #lastTop = 0;

  /** True where the end is out of view and the view stays where it is. */
  get isAway(): ReadonlySignal<boolean> {
    return this.#isAway;
  }

  attach(scroller: HTMLElement, content: HTMLElement): Disposable {
    this.#scroller = scroller;
    const listeners = new AbortController();
    const { signal: abort } = listeners;
    scroller.addEventListener('scroll', () => this.#noticeScroll(scroller), { passive: true, signal: abort });
    scroller.addEventListener('pointerdown', () => this.#setPointer(true), { signal: abort });
    for (const type of ['pointerup', 'pointercancel', 'blur']) {
      window.addEventListener(type, () => this.#setPointer(false), { signal: abort });
    }
    // Called after layout and before paint, at most once a frame.
    const observer = new ResizeObserver(() => this.#noticeSize(scroller));
    observer.observe(content);
    observer.observe(scroller);
    return {
      dispose: () => {
        listeners.abort();
        observer.disconnect();
      },
    };
  }

  /** Goes to the end and stays there. */
  jump(): void {
    this.#isFollowing = true;
    if (this.#scroller) {
      this.#pin(this.#scroller);
    }
  }

  #setPointer(isDown: boolean): void {
    this.#isPointerDown = isDown;
  }

  #noticeScroll(scroller: HTMLElement): void {
    if (isAtEnd(scroller)) {
      this.#isFollowing = true;
    } else if (scroller.scrollTop < this.#lastTop - 1) {
      this.#isFollowing = false;
    }
    this.#lastTop = scroller.scrollTop;
    this.#isAway.value = !this.#isFollowing && !isAtEnd(scroller);
  }

  #noticeSize(scroller: HTMLElement): void {
    if (this.#isFollowing && (this.#isPointerDown || isSelecting(scroller)) && !isAtEnd(scroller)) {
      // What the user holds on to must not move; and jumping when they let go would be as bad.
      this.#isFollowing = false;
    }
    if (this.#isFollowing) {
      this.#pin(scroller);
    } else {
      this.#isAway.value = !isAtEnd(scroller);
    }
  }

  #pin(scroller: HTMLElement): void {
    scroller.scrollTop = scroller.scrollHeight;
    this.#lastTop = scroller.scrollTop;
    this.#isAway.value = false;
  }
}

function isAtEnd(scroller: HTMLElement): boolean {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= nearEnd;
}

function isSelecting(scroller: HTMLElement): boolean {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && scroller.contains(selection.anchorNode);
}
