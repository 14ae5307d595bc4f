// Which rows of a long table are near enough to be seen: only those are in the document.
import { useLayoutEffect, useState } from 'preact/hooks';

/** Pixels; the style sheet gives rows just this height. */
export const rowHeight = 24;
/** Rows above and below what is in sight. The window moves in steps of half of it, so that not every turn of the wheel draws. */
const margin = 20;

interface RowWindow {
  readonly first: number;
  /** Excluded. */
  readonly last: number;
}

interface Places {
  /** What scrolls. */
  readonly scroller: { readonly current: HTMLElement | null };
  /** What holds the rows, and room for those that are not drawn. */
  readonly body: { readonly current: HTMLElement | null };
}

export function useRowWindow({ scroller, body }: Places, count: number): RowWindow {
  const [first, setFirst] = useState(0);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const [view, rows] = [scroller.current, body.current];
    if (!view || !rows) {
      return undefined;
    }
    const measure = (): void => {
      const above = view.getBoundingClientRect().top - rows.getBoundingClientRect().top;
      const step = margin / 2;
      setFirst(Math.max(0, Math.floor(above / rowHeight / step) * step - margin));
      setHeight(view.clientHeight);
    };
    const observer = new ResizeObserver(measure);
    // Calls `measure` also at once, when the page has been laid out anyway.
    observer.observe(view);
    view.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      view.removeEventListener('scroll', measure);
    };
  }, [scroller, body]);
  const start = Math.min(first, Math.max(0, count - 1));
  return { first: start, last: Math.min(count, start + Math.ceil(height / rowHeight) + 2 * margin + margin / 2) };
}

/** By its place among all rows. */
export function rowId(index: number): string {
  return `spend-row-${index}`;
}
