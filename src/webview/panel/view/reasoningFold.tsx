// The model's reasoning: open while it arrives, then closed with how long it took.
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isAnswerOpen } from '../../../shared/chat.ts';
import type { AnswerEntry, TextEntry } from '../state/answerEntry.ts';
import type { Panel } from '../state/panel.ts';
import { Icon } from '../../kit/icon.tsx';
import { MarkdownView } from './markdownView.tsx';

interface ReasoningFoldProps {
  readonly panel: Panel;
  readonly entry: AnswerEntry;
  readonly part: TextEntry;
}

export function ReasoningFold({ panel, entry, part }: ReasoningFoldProps): JSX.Element {
  const isThinking = isAnswerOpen(entry.message.value) && entry.parts.value.at(-1) === part;
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
    observer.observe(part.stream.element);
    return () => observer.disconnect();
  }, [isThinking, part]);
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
        {describe(panel, part, isThinking)}
      </summary>
      <div class="reasoning-text" ref={scroller}>
        <MarkdownView stream={part.stream} />
      </div>
    </details>
  );
}

function describe(panel: Panel, part: TextEntry, isThinking: boolean): string {
  const t = panel.translate.value;
  if (isThinking) {
    return t('Thinking…');
  }
  const duration = part.ms.value;
  return duration === undefined ? t('Thought') : t('Thought for {0} s', Math.max(1, Math.round(duration / 1_000)));
}
