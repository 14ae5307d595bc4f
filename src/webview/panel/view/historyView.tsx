// The list of kept chats, in place of the conversation: search, scope, trash, and the rows under their days.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ChatSummary, SearchHit } from '../../../shared/history.ts';
import type { Translate } from '../../../shared/translate.ts';
import type { HistoryState } from '../state/history.ts';
import type { Panel } from '../state/panel.ts';
import { groupByDay } from './historyGroups.ts';
import { HistoryRow } from './historyRow.tsx';
import { Button } from '../../kit/button.tsx';
import { IconButton } from '../../kit/icon.tsx';
import { Notice } from '../../kit/notice.tsx';

/** How near to its end, in pixels, the list asks for more. */
const nearEnd = 1_500;

export function HistoryView({ panel }: { readonly panel: Panel }): JSX.Element {
  const t = panel.translate.value;
  const { history } = panel;
  const { isTrash } = history.view.value;
  return (
    <section
      class="history"
      aria-label={t('Chats')}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.isComposing) {
          panel.closeHistory();
        }
      }}
    >
      <header class="history-header">
        <h2>{isTrash ? t('Trash') : t('Chats')}</h2>
        <span class="spacer" />
        {isTrash && (
          <Button isSecondary onClick={() => panel.host.post({ type: 'trash-emptied' })}>
            {t('Empty trash')}
          </Button>
        )}
        <IconButton
          icon={isTrash ? 'arrow-left' : 'trash'}
          label={isTrash ? t('Back to chats') : t('Trash')}
          onClick={() => history.showTrash(!isTrash)}
        />
        <IconButton icon="close" label={t('Close history')} onClick={() => panel.closeHistory()} />
      </header>
      <SearchBox panel={panel} />
      <Hits panel={panel} />
      <Undo panel={panel} />
    </section>
  );
}

function SearchBox({ panel }: { readonly panel: Panel }): JSX.Element {
  const t = panel.translate.value;
  const { history } = panel;
  const { query, isWorkspaceOnly } = history.view.value;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div class="history-search">
      <input
        ref={box}
        type="search"
        aria-label={t('Search chats')}
        placeholder={t('Search titles and messages')}
        spellcheck={false}
        value={query}
        onInput={(event) => history.search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' && !event.isComposing) {
            event.preventDefault();
            document.querySelector<HTMLElement>('.history-open')?.focus();
          }
        }}
      />
      {history.listing.value?.hasWorkspace === true && (
        <label class="history-scope">
          <input
            type="checkbox"
            checked={isWorkspaceOnly}
            onChange={(event) => history.showWorkspaceOnly(event.currentTarget.checked)}
          />
          {t('This workspace')}
        </label>
      )}
    </div>
  );
}

function Hits({ panel }: { readonly panel: Panel }): JSX.Element {
  const t = panel.translate.value;
  // The same element again is passed over: with thousands of rows that is most of the work.
  const rows = useRef(new WeakMap<SearchHit, JSX.Element>());
  const { history } = panel;
  const listing = history.listing.value;
  const failure = history.failure.value;
  if (failure !== undefined) {
    return (
      <p class="history-empty" role="alert">
        {failure}
      </p>
    );
  }
  if (!listing || listing.hits.length === 0) {
    return <p class="history-empty">{listing && emptyText(history, panel)}</p>;
  }
  const rowOf = (hit: SearchHit): JSX.Element => {
    const row = rows.current.get(hit) ?? <HistoryRow key={hit.chat.id} panel={panel} hit={hit} />;
    rows.current.set(hit, row);
    return row;
  };
  const groups = groupByDay(listing.hits, Date.now(), panel.numbers.value, t);
  return (
    <div
      class="history-list"
      onKeyDown={moveFocus}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        if (scrollHeight - scrollTop - clientHeight < nearEnd) {
          history.showMore();
        }
      }}
    >
      {groups.map(({ title, hits }) => (
        <section key={title} aria-label={title}>
          <h3>{title}</h3>
          <ul>{hits.map(rowOf)}</ul>
        </section>
      ))}
    </div>
  );
}

function emptyText(history: HistoryState, panel: Panel): string {
  const t = panel.translate.value;
  const { query, isTrash } = history.view.value;
  if (query.trim() !== '') {
    return t('No chat matches.');
  }
  return isTrash ? t('The trash is empty.') : t('No chats yet. They appear here as soon as you send a message.');
}

/** The arrow keys go from chat to chat. */
function moveFocus(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const rows = [...document.querySelectorAll<HTMLElement>('.history-open')];
  const current = rows.findIndex((row) => row === document.activeElement);
  if (step === 0 || current === -1) {
    return;
  }
  event.preventDefault();
  const next = rows[current + step];
  if (next) {
    next.focus();
  } else if (step < 0) {
    document.querySelector<HTMLElement>('.history-search input')?.focus();
  }
}

function Undo({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const deleted = panel.history.deleted.value;
  if (!deleted) {
    return null;
  }
  return (
    <Notice
      level="info"
      isRow
      class="history-undo"
      buttons={
        <Button isSecondary onClick={() => panel.history.restore(deleted.id)}>
          {t('Undo')}
        </Button>
      }
    >
      {deletedText(deleted, t)}
    </Notice>
  );
}

export function deletedText({ title }: ChatSummary, t: Translate): string {
  return t('Moved to the trash: {0}', title === '' ? t('Untitled chat') : title);
}
