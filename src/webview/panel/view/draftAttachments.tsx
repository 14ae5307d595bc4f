// What goes with the next message.
import type { JSX } from 'preact';
import type { Panel } from '../state/panel.ts';
import { Icon, IconButton } from '../../kit/icon.tsx';
import { attachmentLabel } from './attachmentLabel.ts';

export function DraftAttachments({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const attachments = panel.composer.attachments.value;
  if (attachments.length === 0) {
    return null;
  }
  return (
    <ul class="chips" aria-label={t('Attachments')}>
      {attachments.map((attachment) => (
        <li key={attachment.id} class="chip">
          <Icon name="file-code" />
          <span class="chip-label">{attachmentLabel(attachment)}</span>
          <IconButton
            icon="close"
            label={t('Remove {0}', attachmentLabel(attachment))}
            onClick={() => {
              panel.composer.removeAttachment(attachment.id);
              panel.composer.focus();
            }}
          />
        </li>
      ))}
    </ul>
  );
}
