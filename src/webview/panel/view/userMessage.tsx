// What the user sent, word for word, with what was attached to it.
import type { JSX } from 'preact';
import { viewOf } from '../../../context/kinds.ts';
import type { UserMessage } from '../../../shared/chat.ts';
import { cutText, limits } from '../../../shared/limits.ts';
import { textOf, type Attachment } from '../../../shared/parts.ts';
import type { Panel } from '../state/panel.ts';
import { CopyButton } from './copyButton.tsx';
import { Icon } from '../../kit/icon.tsx';

interface UserMessageViewProps {
  readonly panel: Panel;
  readonly message: UserMessage;
}

export function UserMessageView({ panel, message }: UserMessageViewProps): JSX.Element {
  const t = panel.translate.value;
  const text = textOf(message.parts);
  const others = message.parts.filter((part) => part.kind !== 'text');
  return (
    <article class="message user-message" aria-label={t('You')}>
      <div class="bubble">
        <div class="user-text">{cutText(text, limits.panel.userText)}</div>
        {text.length > limits.panel.userText && (
          <p class="note">{t('The rest is too long to be shown. Copy takes all of it.')}</p>
        )}
        {others.length > 0 && (
          <div class="chips">
            {others.map((part, index) =>
              part.kind === 'attachment' ? (
                <AttachmentChip key={index} panel={panel} messageId={message.id} attachment={part.attachment} />
              ) : (
                <UnknownChip key={index} panel={panel} />
              ),
            )}
          </div>
        )}
      </div>
      <div class="message-actions">
        <CopyButton label={t('Copy')} onCopy={() => panel.host.post({ type: 'text-copied', text })} />
      </div>
    </article>
  );
}

interface AttachmentChipProps {
  readonly panel: Panel;
  readonly messageId: string;
  readonly attachment: Attachment;
}

function AttachmentChip({ panel, messageId, attachment }: AttachmentChipProps): JSX.Element {
  const t = panel.translate.value;
  const view = viewOf(attachment);
  if (!view) {
    return <UnknownChip panel={panel} label={attachment.label} />;
  }
  return (
    <button
      type="button"
      class="chip"
      title={t('Open {0}', view.label)}
      onClick={() => panel.host.post({ type: 'attachment-opened', messageId, attachmentId: attachment.id })}
    >
      <Icon name={view.icon} />
      <span class="chip-label">{view.label}</span>
    </button>
  );
}

/** Of a newer version. */
function UnknownChip({ panel, label }: { readonly panel: Panel; readonly label?: string }): JSX.Element {
  const t = panel.translate.value;
  return (
    <span class="chip" title={label}>
      <Icon name="question" />
      <span class="chip-label">{t('Something that this version cannot show')}</span>
    </span>
  );
}
