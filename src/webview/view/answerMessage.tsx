// One answer: its reasoning, its text, what it waits for, how it failed, and what it took.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isAnswerOpen } from '../../shared/chat.ts';
import type { AnswerEntry, RetryNotice } from '../state/answerEntry.ts';
import type { Panel } from '../state/panel.ts';
import { AnswerFooter } from './answerFooter.tsx';
import { ErrorAlert } from './errorAlert.tsx';
import { Icon } from './icon.tsx';
import { MarkdownView } from './markdownView.tsx';
import { ReasoningFold } from './reasoningFold.tsx';

interface AnswerMessageProps {
  readonly panel: Panel;
  readonly entry: AnswerEntry;
}

export function AnswerMessage({ panel, entry }: AnswerMessageProps): JSX.Element {
  const t = panel.translate.value;
  const message = entry.message.value;
  const isOpen = isAnswerOpen(message);
  const retry = entry.retry.value;
  return (
    <article class="message answer" aria-label={message.model} aria-busy={isOpen}>
      {entry.hasReasoning.value && <ReasoningFold panel={panel} entry={entry} />}
      <MarkdownView stream={entry.text} />
      {message.status === 'waiting' && !retry && (
        <div class="waiting">
          <span class="waiting-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t('Waiting for {0}…', message.model)}
        </div>
      )}
      {retry && isOpen && <RetryAlert panel={panel} notice={retry} />}
      {message.error && <ErrorAlert panel={panel} messageId={message.id} error={message.error} />}
      {!isOpen && <AnswerFooter panel={panel} entry={entry} />}
    </article>
  );
}

function RetryAlert({ panel, notice }: { readonly panel: Panel; readonly notice: RetryNotice }): JSX.Element {
  return (
    <div class="notice warning">
      <Icon name="sync" />
      <div class="notice-body">
        <span role="alert">{notice.text}</span> <Countdown panel={panel} until={notice.until} />
      </div>
    </div>
  );
}

/** Hidden from screen readers, which would read out every second. */
function Countdown({ panel, until }: { readonly panel: Panel; readonly until: number }): JSX.Element {
  const [seconds, setSeconds] = useState(() => secondsUntil(until));
  useEffect(() => {
    const timer = setInterval(() => setSeconds(secondsUntil(until)), 250);
    return () => clearInterval(timer);
  }, [until]);
  return (
    <span class="countdown" aria-hidden="true">
      {panel.translate.value('{0} s', seconds)}
    </span>
  );
}

function secondsUntil(time: number): number {
  return Math.max(0, Math.ceil((time - performance.now()) / 1_000));
}
