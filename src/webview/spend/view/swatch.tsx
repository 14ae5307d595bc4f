// The sign of a series: its colour, and in high contrast its pattern, too.
import type { JSX } from 'preact';

export function Swatch({ series }: { readonly series: number }): JSX.Element {
  return (
    <svg class="spend-swatch" width="10" height="10" aria-hidden="true">
      <rect class={`spend-series-${series}`} width="10" height="10" rx="2" />
    </svg>
  );
}

/** What the style sheet fills each series with in high contrast. Once in the page. */
export function SeriesPatterns(): JSX.Element {
  return (
    <svg class="visually-hidden" width="0" height="0" aria-hidden="true">
      <defs>
        {patterns.map((path, series) => (
          <pattern
            key={path}
            id={`spend-pattern-${series}`}
            class={`spend-pattern-${series}`}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
          >
            <rect width="6" height="6" />
            <path d={path} />
          </pattern>
        ))}
      </defs>
    </svg>
  );
}

/** Full, rising and falling stripes, lying and standing lines, dots. */
const patterns = [
  'M0 0H6V6H0Z',
  'M-1 1L1 -1M0 6L6 0M5 7L7 5',
  'M-1 5L1 7M0 0L6 6M5 -1L7 1',
  'M0 3H6',
  'M3 0V6',
  'M2 3H4',
] as const;
