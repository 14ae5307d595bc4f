// The messages that wait for the answer under way.
import type { JSX } from 'preact';
import type { Panel } from '../state/panel.ts';
import { IconButton } from '../../kit/icon.tsx';

export function Queue({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const { composer } = panel;
  const queue = composer.queue.value;
  if (queue.length === 0) {
    return null;
  }
  return (
    <div class="queue" role="group" aria-label={t('Queued messages')}>
      <div class="queue-header">
        <span>{composer.isBusy.value ? t('Sent when the answer ends') : t('Waiting to be sent')}</span>
        {!composer.isBusy.value && (
          <button type="button" class="button secondary" onClick={() => composer.sendQueued()}>
            {t('Send now')}
          </button>
        )}
      </div>
      <ul>
        {queue.map((text, index) => (
          <li key={`${index} ${text}`} class="queued">
            <span class="queued-text" title={text}>
              {text}
            </span>
            <IconButton icon="close" label={t('Remove')} onClick={() => composer.unqueue(index)} />
          </li>
        ))}
      </ul>
    </div>
  );
}
