// A box that tells the user of something: an icon, words, and what can be done about it.
import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icon.tsx';

interface NoticeProps {
  readonly level: 'info' | 'warning' | 'error';
  /** By default that of a warning or an error. */
  readonly icon?: string;
  /** Screen readers say it as soon as it appears. */
  readonly isAlert?: boolean;
  /** Small, with its buttons in the middle of its height. */
  readonly isRow?: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
  /** Beside the words. */
  readonly buttons?: ComponentChildren;
}

export function Notice({ level, icon, isAlert, isRow, class: extra, children, buttons }: NoticeProps): JSX.Element {
  const shownIcon = icon ?? (level === 'info' ? undefined : level);
  const classes = ['notice', isRow === true ? 'row' : '', level, extra ?? ''].filter((name) => name !== '');
  return (
    <div class={classes.join(' ')} role={isAlert === true ? 'alert' : undefined}>
      {shownIcon !== undefined && <Icon name={shownIcon} />}
      <div class="notice-body">{children}</div>
      {buttons}
    </div>
  );
}
