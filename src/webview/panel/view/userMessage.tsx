// What the user sent, word for word, with what was attached to it.
import type { JSX } from 'preact';
import type { UserMessage } from '../../../shared/chat.ts';
import { cutText, limits } from '../../../shared/limits.ts';
import type { Panel } from '../state/panel.ts';
import { attachmentLabel } from './attachmentLabel.ts';
import { CopyButton } from './copyButton.tsx';
import { Icon } from '../../kit/icon.tsx';

interface UserMessageViewProps {
  readonly panel: Panel;
  readonly message: UserMessage;
}

export function UserMessageView({ panel, message }: UserMessageViewProps): JSX.Element {
  const t = panel.translate.value;
  return (
    <article class="message user-message" aria-label={t('You')}>
      <div class="bubble">
        <div class="user-text">{cutText(message.text, limits.panel.userText)}</div>
        {message.text.length > limits.panel.userText && (
          <p class="note">{t('The rest is too long to be shown. Copy takes all of it.')}</p>
        )}
        {message.attachments.length > 0 && (
          <div class="chips">
            {message.attachments.map((attachment) => (
              <button
                key={attachment.id}
                type="button"
                class="chip"
                title={t('Open {0}', attachmentLabel(attachment))}
                onClick={() => panel.openAttachment(message.id, attachment.id)}
              >
                <Icon name="file-code" />
                <span class="chip-label">{attachmentLabel(attachment)}</span>
              </button>
            ))}
          </div>
        )}
      </div>
      <div class="message-actions">
        <CopyButton label={t('Copy')} onCopy={() => panel.copyText(message.text)} />
      </div>
    </article>
  );
}
