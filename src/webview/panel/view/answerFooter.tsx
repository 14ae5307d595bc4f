// The line below an answer: what wrote it, how fast, and what it took.
import type { JSX } from 'preact';
import type { Answer } from '../../../shared/chat.ts';
import type { AnswerEntry } from '../state/answerEntry.ts';
import type { Panel } from '../state/panel.ts';
import { costText, explainCost } from '../../../words/costText.ts';
import { CopyButton } from './copyButton.tsx';
import { IconButton } from '../../kit/icon.tsx';

interface AnswerFooterProps {
  readonly panel: Panel;
  readonly entry: AnswerEntry;
}

interface Fact {
  readonly text: string;
  readonly explanation: string;
  readonly class?: string;
}

export function AnswerFooter({ panel, entry }: AnswerFooterProps): JSX.Element {
  const t = panel.translate.value;
  const facts = listFacts(panel, entry.message.value);
  return (
    <footer class="answer-footer">
      {entry.hasText.value && (
        <IconButton
          icon="arrow-swap"
          label={t('Ask again with…')}
          isDisabled={panel.composer.isBusy.value}
          onClick={() => panel.host.post({ type: 'other-answer-requested', messageId: entry.id })}
        />
      )}
      {entry.hasText.value && (
        <CopyButton label={t('Copy')} onCopy={() => panel.host.post({ type: 'text-copied', text: entry.text })} />
      )}
      <span class="facts">
        {facts.map(({ text, explanation, class: extra = '' }) => (
          <span key={explanation} class={`fact ${extra}`} title={explanation}>
            {text}
          </span>
        ))}
      </span>
    </footer>
  );
}

function listFacts(panel: Panel, { model, outcome, firstTokenMs, usage, cost }: Answer): readonly Fact[] {
  const t = panel.translate.value;
  const numbers = panel.numbers.value;
  const facts: Fact[] = [{ text: model, explanation: t('Model') }];
  if (outcome === 'stopped') {
    facts.unshift({ text: t('Stopped'), explanation: t('You stopped this answer') });
  }
  if (firstTokenMs !== undefined) {
    facts.push({ text: t('{0} s', numbers.seconds(firstTokenMs)), explanation: t('Time to the first token') });
  }
  if (usage) {
    const { promptTokens, completionTokens, isEstimated } = usage;
    const total = numbers.whole(promptTokens + completionTokens);
    const parts = t('{0} tokens sent, {1} received', numbers.whole(promptTokens), numbers.whole(completionTokens));
    facts.push(
      isEstimated === true
        ? { text: t('≈{0} tokens', total), explanation: t('Estimated, since the gateway told none: {0}', parts) }
        : { text: t('{0} tokens', total), explanation: parts },
    );
  }
  if (cost?.micros !== undefined) {
    facts.push({ text: costText(cost, cost.micros, { t, numbers }), explanation: explainCost(cost, t), class: 'cost' });
  }
  return facts;
}
