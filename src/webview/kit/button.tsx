// A button with words on it. Buttons that are an icon alone are in icon.tsx.
import type { ComponentChildren, JSX } from 'preact';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick: () => void;
  /** Not the one that most people want. */
  readonly isSecondary?: boolean;
  readonly isDisabled?: boolean;
}

export function Button({ children, onClick, isSecondary, isDisabled }: ButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class={isSecondary === true ? 'button secondary' : 'button'}
      disabled={isDisabled ?? false}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
