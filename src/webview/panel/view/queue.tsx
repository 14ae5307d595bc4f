// The messages that wait for the answer under way.
import type { JSX } from 'preact';
import type { Panel } from '../state/panel.ts';
import { attachmentLabel } from './attachmentLabel.ts';
import { IconButton } from '../../kit/icon.tsx';

export function Queue({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const { composer } = panel;
  const queue = composer.queue.value;
  if (queue.length === 0) {
    return null;
  }
  return (
    <div class="queue">
      <div class="queue-header">
        <span>{composer.isBusy.value ? t('Sent when the answer ends') : t('Waiting to be sent')}</span>
        {!composer.isBusy.value && (
          <button type="button" class="button secondary" onClick={() => composer.sendQueued()}>
            {t('Send now')}
          </button>
        )}
      </div>
      <ul aria-label={t('Queued messages')}>
        {queue.map(({ id, text, attachments }) => (
          <li key={id} class="queued">
            <span class="queued-text" title={text}>
              {text}
            </span>
            {attachments.map((attachment) => (
              <span key={attachment.id} class="note">
                {attachmentLabel(attachment)}
              </span>
            ))}
            <IconButton icon="edit" label={t('Edit queued message')} onClick={() => composer.editQueued(id)} />
            <IconButton icon="close" label={t('Remove queued message')} onClick={() => composer.unqueue(id)} />
          </li>
        ))}
      </ul>
    </div>
  );
}
