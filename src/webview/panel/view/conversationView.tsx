// The conversation: its messages, the way back to its end, and what stands there before the first message.
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Panel } from '../state/panel.ts';
import { AnswerMessage } from './answerMessage.tsx';
import { Follower } from './follower.ts';
import { Icon } from '../../kit/icon.tsx';
import { handleMarkdownClick } from './markdownActions.ts';
import { UserMessageView } from './userMessage.tsx';
import { Welcome } from './welcome.tsx';

export function ConversationView({ panel }: { readonly panel: Panel }): JSX.Element {
  const t = panel.translate.value;
  const follower = useMemo(() => new Follower(), []);
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const places = [scroller.current, content.current] as const;
    if (!places[0] || !places[1]) {
      return undefined;
    }
    const attachment = follower.attach(places[0], places[1]);
    return () => attachment.dispose();
  }, [follower]);
  const chatId = panel.conversation.chatId.value;
  const lastOwn = panel.conversation.entries.value.findLast((entry) => entry.role === 'user')?.id;
  // Who opens a chat or sends a message wants to see its end.
  useEffect(() => follower.jump(), [follower, chatId, lastOwn]);
  const onClick = (event: MouseEvent): void => handleMarkdownClick(panel, event);
  const entries = panel.conversation.shownEntries.value;
  return (
    <div class="conversation">
      <div
        class="scroller"
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t('Conversation')}
        tabIndex={0}
        onClick={onClick}
        onAuxClick={onClick}
      >
        <div class="messages" ref={content}>
          {entries.map((entry) =>
            entry.role === 'user' ? (
              <UserMessageView key={entry.id} panel={panel} message={entry.message} />
            ) : (
              <AnswerMessage key={entry.id} panel={panel} entry={entry} />
            ),
          )}
        </div>
        {entries.length === 0 && <Welcome panel={panel} />}
      </div>
      {follower.isAway.value && (
        <button type="button" class="jump" onClick={() => follower.jump()}>
          <Icon name="arrow-down" />
          {t('Jump to latest')}
        </button>
      )}
    </div>
  );
}
