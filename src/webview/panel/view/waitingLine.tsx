// What an open answer waits for: its beginning, another attempt, or text behind further reasoning. Always one line.
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { retryText } from '../../../words/retryText.ts';
import type { AnswerEntry, RetryNotice } from '../state/answerEntry.ts';
import type { Panel } from '../state/panel.ts';

/** How often the time that is left is looked at, in milliseconds: no second is then shown for much too long. */
const tick = 200;

interface WaitingLineProps {
  readonly panel: Panel;
  readonly entry: AnswerEntry;
}

export function WaitingLine({ panel, entry }: WaitingLineProps): JSX.Element | null {
  const t = panel.translate.value;
  const { status, model } = entry.message.value;
  const retry = entry.retry.value;
  if (retry) {
    return <Countdown panel={panel} retry={retry} />;
  }
  if (status === 'waiting') {
    return <Line>{t('Waiting for {0}…', model)}</Line>;
  }
  // Before the first text the fold says so, which is then in view.
  return entry.isReasoning.value && entry.hasText.value ? <Line>{t('Thinking…')}</Line> : null;
}

/** Hidden from screen readers, which would read out every second: the live region has said it once. */
function Countdown({ panel, retry }: { readonly panel: Panel; readonly retry: RetryNotice }): JSX.Element {
  const [seconds, setSeconds] = useState(() => secondsUntil(retry.until));
  useEffect(() => {
    const update = (): void => setSeconds(secondsUntil(retry.until));
    update();
    const timer = setInterval(update, tick);
    return () => clearInterval(timer);
  }, [retry]);
  return (
    <div aria-hidden="true">
      <Line>{retryText(retry, seconds, panel.translate.value)}</Line>
    </div>
  );
}

function secondsUntil(time: number): number {
  return Math.max(0, Math.ceil((time - performance.now()) / 1_000));
}

function Line({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <div class="waiting">
      <span class="waiting-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span>{children}</span>
    </div>
  );
}
