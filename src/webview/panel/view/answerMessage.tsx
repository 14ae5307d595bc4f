// One answer: its reasoning, its text, what it waits for, how it failed, and what it took.
import type { JSX } from 'preact';
import { isAnswerOpen } from '../../../shared/chat.ts';
import type { AnswerEntry, PartEntry } from '../state/answerEntry.ts';
import type { Panel } from '../state/panel.ts';
import { AnswerFooter } from './answerFooter.tsx';
import { ErrorAlert } from './errorAlert.tsx';
import { MarkdownView } from './markdownView.tsx';
import { ReasoningFold } from './reasoningFold.tsx';
import { WaitingLine } from './waitingLine.tsx';

interface AnswerMessageProps {
  readonly panel: Panel;
  readonly entry: AnswerEntry;
}

export function AnswerMessage({ panel, entry }: AnswerMessageProps): JSX.Element {
  const message = entry.message.value;
  const isOpen = isAnswerOpen(message);
  return (
    <article class="message answer" aria-label={message.model} aria-busy={isOpen}>
      {entry.parts.value.map((part, index) => (
        <PartView key={part.kind === 'other' ? index : part.stream.element} panel={panel} entry={entry} part={part} />
      ))}
      {isOpen && <WaitingLine panel={panel} entry={entry} />}
      {message.error && <ErrorAlert panel={panel} messageId={message.id} error={message.error} />}
      {!isOpen && <AnswerFooter panel={panel} entry={entry} />}
    </article>
  );
}

function PartView({ panel, entry, part }: AnswerMessageProps & { readonly part: PartEntry }): JSX.Element {
  const t = panel.translate.value;
  switch (part.kind) {
    case 'text':
      return <MarkdownView stream={part.stream} />;
    case 'reasoning':
      return <ReasoningFold panel={panel} entry={entry} part={part} />;
    case 'other':
      return <p class="note">{t('Something that this version cannot show')}</p>;
  }
}
