// A failed answer: what went wrong, in a sentence, and the buttons that mend it.
import type { JSX } from 'preact';
import type { TurnError } from '../../../shared/failure.ts';
import { failureText } from '../../../words/failureText.ts';
import { findRemedy } from '../../../words/remedies.ts';
import type { Panel } from '../state/panel.ts';
import { CopyButton } from './copyButton.tsx';
import { Icon } from '../../kit/icon.tsx';

/** Longer details are folded. In characters. */
const longDetail = 160;

interface ErrorAlertProps {
  readonly panel: Panel;
  readonly messageId: string;
  readonly error: TurnError;
}

export function ErrorAlert({ panel, messageId, error }: ErrorAlertProps): JSX.Element {
  const t = panel.translate.value;
  const { language } = panel.appearance.value;
  const { requestId } = error;
  const { text, detail } = failureText(error, { t, language });
  const known = error.actions.flatMap((action) => {
    const remedy = findRemedy(action);
    return remedy ? [{ action, title: remedy.title }] : [];
  });
  const isMild = error.kind === 'cut-off' || error.kind === 'length' || error.kind === 'content-filter';
  return (
    <div class={`notice ${isMild ? 'warning' : 'error'}`} role="alert">
      <Icon name={isMild ? 'warning' : 'error'} />
      <div class="notice-body">
        <div>
          {text}
          {error.retryAt !== undefined && ` ${t('That is at {0}.', describeTime(error.retryAt, language))}`}
        </div>
        {detail !== '' && <ErrorDetail label={t('Details')} detail={detail} />}
        {requestId !== undefined && (
          <div class="request-id">
            <span>{t('Request ID: {0}', requestId)}</span>
            <CopyButton label={t('Copy request ID')} onCopy={() => panel.copyText(requestId)} />
          </div>
        )}
        {known.length > 0 && (
          <div class="notice-actions">
            {known.map(({ action, title }, index) => (
              <button
                key={action}
                type="button"
                class={index === 0 ? 'button' : 'button secondary'}
                onClick={() => panel.mendError(messageId, action)}
              >
                {title(t, error)}
              </button>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

/** In the user's time zone; with its date unless that is today. `time` in milliseconds since the epoch. */
function describeTime(time: number, language: string): string {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit' })
    : date.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
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
