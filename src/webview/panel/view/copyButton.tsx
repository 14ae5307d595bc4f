// A copy button that shows for a moment that it has copied.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { IconButton } from '../../kit/icon.tsx';

/** How long the check mark stays, in milliseconds. */
const checkTime = 1_500;

interface CopyButtonProps {
  readonly label: string;
  readonly onCopy: () => void;
}

export function CopyButton({ label, onCopy }: CopyButtonProps): JSX.Element {
  const [hasCopied, setHasCopied] = useState(false);
  useEffect(() => {
    if (!hasCopied) {
      return undefined;
    }
    const timer = setTimeout(() => setHasCopied(false), checkTime);
    return () => clearTimeout(timer);
  }, [hasCopied]);
  return (
    <IconButton
      icon={hasCopied ? 'check' : 'copy'}
      label={label}
      onClick={() => {
        onCopy();
        setHasCopied(true);
      }}
    />
  );
}
