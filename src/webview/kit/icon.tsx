// Codicons, alone and on buttons. https://microsoft.github.io/vscode-codicons
import type { JSX } from 'preact';

export function Icon({ name }: { readonly name: string }): JSX.Element {
  return <span class={`codicon codicon-${name}`} aria-hidden="true" />;
}

interface IconButtonProps {
  readonly icon: string;
  /** Accessible name and tooltip. */
  readonly label: string;
  readonly onClick: (event: MouseEvent) => void;
  readonly isDisabled?: boolean;
  readonly class?: string;
}

export function IconButton({ icon, label, onClick, isDisabled, class: extra }: IconButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class={`icon-button codicon codicon-${icon} ${extra ?? ''}`}
      aria-label={label}
      title={label}
      disabled={isDisabled ?? false}
      onClick={onClick}
    />
  );
}
