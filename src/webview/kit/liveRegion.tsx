// What is said to screen readers, and not shown. A page has one.
import type { ComponentChildren, JSX } from 'preact';

export function LiveRegion({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <div class="visually-hidden" role="status">
      {children}
    </div>
  );
}
