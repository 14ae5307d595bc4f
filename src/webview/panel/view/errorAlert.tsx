// A failed answer: what went wrong, in a sentence, and the buttons that mend it.
import type { JSX } from 'preact';
import type { TurnError } from '../../../shared/failure.ts';
import { failureText } from '../../../words/failureText.ts';
import { findRemedy } from '../../../words/remedies.ts';
import type { Numbers } from '../../../words/numbers.ts';
import { Button } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { Notice } from '../../kit/notice.tsx';
import type { Panel } from '../state/panel.ts';
import { CopyButton } from './copyButton.tsx';

/** Longer details are folded. In characters. */
const longDetail = 160;

interface ErrorAlertProps {
  readonly panel: Panel;
  readonly messageId: string;
  readonly error: TurnError;
}

export function ErrorAlert({ panel, messageId, error }: ErrorAlertProps): JSX.Element {
  const t = panel.translate.value;
  const numbers = panel.numbers.value;
  const { requestId } = error;
  const { text, detail } = failureText(error, { t, numbers });
  // Only the last answer can be asked for again.
  const isLast = panel.conversation.entries.value.at(-1)?.id === messageId;
  const known = error.actions.flatMap((action) => {
    const remedy = findRemedy(action);
    return remedy && (isLast || remedy.cure.kind !== 'repetition') ? [{ action, title: remedy.title }] : [];
  });
  const isMild = error.kind === 'cut-off' || error.kind === 'length' || error.kind === 'content-filter';
  return (
    <Notice level={isMild ? 'warning' : 'error'} isAlert>
      <div>
        {text}
        {error.retryAt !== undefined && ` ${t('That is at {0}.', describeTime(error.retryAt, numbers))}`}
      </div>
      {detail !== '' && <ErrorDetail label={t('Details')} detail={detail} />}
      {requestId !== undefined && (
        <div class="request-id">
          <span>{t('Request ID: {0}', requestId)}</span>
          <CopyButton
            label={t('Copy request ID')}
            onCopy={() => panel.host.post({ type: 'text-copied', text: requestId })}
          />
        </div>
      )}
      {known.length > 0 && (
        <div class="notice-actions">
          {known.map(({ action, title }, index) => (
            <Button
              key={action}
              isSecondary={index > 0}
              onClick={() => panel.host.post({ type: 'error-action-chosen', messageId, action })}
            >
              {title(t, error)}
            </Button>
          ))}
        </div>
      )}
    </Notice>
  );
}

/** In the user's time zone; with its date unless that is today. `time` in milliseconds since the epoch. */
function describeTime(time: number, numbers: Numbers): string {
  const isToday = new Date(time).toDateString() === new Date().toDateString();
  return isToday ? numbers.clock(time) : numbers.moment(time);
}

function ErrorDetail({ label, detail }: { readonly label: string; readonly detail: string }): JSX.Element {
  if (detail.length <= longDetail) {
    return <div class="error-detail">{detail}</div>;
  }
  return (
    <details>
      <summary>
        <Icon name="chevron-right" />
        {label}
      </summary>
      <div class="error-detail">{detail}</div>
    </details>
  );
}
