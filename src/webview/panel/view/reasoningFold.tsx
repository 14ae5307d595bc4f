// The model's reasoning: open while it arrives, then closed with how long it took.
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isAnswerOpen } from '../../../shared/chat.ts';
import type { AnswerEntry } from '../state/answerEntry.ts';
import type { Panel } from '../state/panel.ts';
import { Icon } from '../../kit/icon.tsx';
import { MarkdownView } from './markdownView.tsx';

interface ReasoningFoldProps {
  readonly panel: Panel;
  readonly entry: AnswerEntry;
}

export function ReasoningFold({ panel, entry }: ReasoningFoldProps): JSX.Element {
  const isThinking = isAnswerOpen(entry.message.value) && !entry.hasText.value;
  const [isOpen, setIsOpen] = useState(isThinking);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => setIsOpen(isThinking), [isThinking]);
  useEffect(() => {
    const place = scroller.current;
    if (!isThinking || !place) {
      return undefined;
    }
    const observer = new ResizeObserver(() => {
      place.scrollTop = place.scrollHeight;
    });
    observer.observe(entry.reasoning.element);
    return () => observer.disconnect();
  }, [isThinking, entry]);
  return (
    <details
      class="reasoning"
      open={isOpen}
      onToggle={(event) => {
        setIsOpen(event.currentTarget.open);
      }}
    >
      <summary>
        <Icon name="chevron-right" />
        {describe(panel, entry, isThinking)}
      </summary>
      <div class="reasoning-text" ref={scroller}>
        <MarkdownView stream={entry.reasoning} />
      </div>
    </details>
  );
}

function describe(panel: Panel, entry: AnswerEntry, isThinking: boolean): string {
  const t = panel.translate.value;
  if (isThinking) {
    return t('Thinking…');
  }
  const duration = entry.reasoningMs.value;
  return duration === undefined ? t('Thought') : t('Thought for {0} s', Math.max(1, Math.round(duration / 1_000)));
}
