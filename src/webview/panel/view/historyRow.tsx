// One kept chat in the list: its title, where, with which model and for what, and what can be done with it.
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatSummary, SearchHit } from '../../../shared/history.ts';
import type { Panel } from '../state/panel.ts';
import { IconButton } from '../../kit/icon.tsx';

interface RowProps {
  readonly panel: Panel;
  readonly hit: SearchHit;
}

export function HistoryRow({ panel, hit }: RowProps): JSX.Element {
  const { chat } = hit;
  const isOpen = chat.id === panel.conversation.chatId.value;
  // Four buttons for each of thousands of rows would make the list slow; nobody sees them before.
  const [isReached, setReached] = useState(false);
  const reach = (): void => setReached(true);
  if (panel.history.renaming.value === chat.id) {
    return (
      <li class="history-row">
        <TitleBox panel={panel} chat={chat} />
      </li>
    );
  }
  return (
    <li class={isOpen ? 'history-row current' : 'history-row'} onPointerEnter={reach} onFocusCapture={reach}>
      <button
        type="button"
        class="history-open"
        aria-current={isOpen}
        onClick={() => panel.chooseChat(chat.id)}
        onKeyDown={(event) => actByKey(event, panel, chat)}
      >
        <span class="history-title">{titleOf(panel, chat)}</span>
        {hit.excerpt !== '' && <Excerpt hit={hit} />}
        <span class="history-meta">{metaOf(panel, chat)}</span>
      </button>
      {isReached && <Actions panel={panel} chat={chat} />}
    </li>
  );
}

function actByKey(event: KeyboardEvent, panel: Panel, chat: ChatSummary): void {
  if (chat.deletedAt !== undefined) {
    return;
  }
  if (event.key === 'F2') {
    panel.history.beginRename(chat.id);
  } else if (event.key === 'Delete') {
    panel.history.delete(chat);
  }
}

function Excerpt({ hit: { excerpt, match } }: { readonly hit: SearchHit }): JSX.Element {
  return (
    <span class="history-excerpt">
      {match ? (
        <>
          {excerpt.slice(0, match.start)}
          <mark>{excerpt.slice(match.start, match.end)}</mark>
          {excerpt.slice(match.end)}
        </>
      ) : (
        excerpt
      )}
    </span>
  );
}

function Actions({ panel, chat }: { readonly panel: Panel; readonly chat: ChatSummary }): JSX.Element {
  const t = panel.translate.value;
  const { history } = panel;
  if (chat.deletedAt !== undefined) {
    return (
      <span class="history-actions">
        <IconButton icon="discard" label={t('Restore')} onClick={() => history.restore(chat.id)} />
      </span>
    );
  }
  return (
    <span class="history-actions">
      <IconButton
        icon={chat.isPinned ? 'pinned' : 'pin'}
        label={chat.isPinned ? t('Unpin') : t('Pin')}
        onClick={() => history.pin(chat)}
      />
      <IconButton icon="edit" label={t('Rename')} onClick={() => history.beginRename(chat.id)} />
      <IconButton
        icon="export"
        label={t('Export')}
        onClick={() => panel.host.post({ type: 'chat-exported', chatId: chat.id })}
      />
      <IconButton icon="trash" label={t('Move to trash')} onClick={() => history.delete(chat)} />
    </span>
  );
}

/** Enter keeps the new title, Escape the old one. */
function TitleBox({ panel, chat }: { readonly panel: Panel; readonly chat: ChatSummary }): JSX.Element {
  const box = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => box.current?.select(), []);
  return (
    <input
      ref={box}
      class="history-rename"
      aria-label={panel.translate.value('Title')}
      maxLength={500}
      defaultValue={chat.title}
      onBlur={(event) => panel.history.endRename(chat.id, event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.isComposing) {
          return;
        }
        if (event.key === 'Enter') {
          panel.history.endRename(chat.id, event.currentTarget.value);
        } else if (event.key === 'Escape') {
          event.stopPropagation();
          panel.history.endRename(chat.id, undefined);
        }
      }}
    />
  );
}

function titleOf(panel: Panel, chat: ChatSummary): string {
  return chat.title === '' ? panel.translate.value('Untitled chat') : chat.title;
}

function metaOf(panel: Panel, chat: ChatSummary): string {
  const t = panel.translate.value;
  const numbers = panel.numbers.value;
  const time = numbers.clock(chat.updatedAt);
  const credits = chat.costMicros === undefined ? undefined : t('{0} credits', numbers.credits(chat.costMicros));
  return [time, chat.model, chat.workspace?.name, credits]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
}
