// The table of requests: sorted by any column, as long as it may be, with the arrow keys from row to row.
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { LedgerEntry } from '../../../shared/credits.ts';
import { Icon } from '../../kit/icon.tsx';
import { columnIds } from '../state/savedView.ts';
import type { SpendState } from '../state/spendState.ts';
import { columnTitle, reasonOf } from './requestColumns.ts';
import { RequestRow } from './requestRow.tsx';
import { rowHeight, rowId, useRowWindow } from './rowWindow.ts';

interface TableProps {
  readonly spend: SpendState;
  readonly scroller: { readonly current: HTMLElement | null };
}

export function RequestTable({ spend, scroller }: TableProps): JSX.Element {
  const t = spend.translate.value;
  const rows = spend.rows.value;
  const body = useRef<HTMLTableSectionElement>(null);
  /** The request that the keys have reached. */
  const [activeId, setActiveId] = useState<string | undefined>(undefined);
  const { first, last } = useRowWindow({ scroller, body }, rows.length);
  const active = rows.findIndex(({ id }) => id === activeId);
  const activeEntry = rows[active];
  const move = (event: KeyboardEvent): void => {
    const view = scroller.current;
    const next = nextRow(event.key, active, rows.length);
    if (event.target === event.currentTarget && view && next !== undefined) {
      event.preventDefault();
      setActiveId(rows[next]?.id);
      bringIntoSight(view, body.current, next);
    }
  };
  return (
    <section class="spend-requests" aria-label={t('Requests')}>
      <h2>{t('Requests')}</h2>
      <table
        role="grid"
        aria-label={t('Requests')}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={activeEntry ? rowId(active) : undefined}
        tabIndex={0}
        onKeyDown={move}
      >
        <Columns spend={spend} />
        <tbody ref={body}>
          <Gap rows={first} />
          {/* By place in turn, so that a row that goes out of sight at one end comes in at the other. */}
          {rows.slice(first, last).map((entry, index) => (
            <RequestRow
              key={(first + index) % (last - first)}
              spend={spend}
              entry={entry}
              index={first + index}
              isActive={entry.id === activeId}
              onChoose={setActiveId}
            />
          ))}
          <Gap rows={rows.length - last} />
        </tbody>
      </table>
      <Reason entry={activeEntry} spend={spend} />
    </section>
  );
}

function Columns({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  const { column: sorted, isDescending } = spend.sort.value;
  const direction = isDescending ? 'descending' : 'ascending';
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columnIds.map((column) => (
          <th key={column} scope="col" class={`spend-${column}`} aria-sort={column === sorted ? direction : 'none'}>
            <button type="button" title={columnTitle(column, t)} onClick={() => spend.sortBy(column)}>
              <span>{columnTitle(column, t)}</span>
              {column === sorted && <Icon name={isDescending ? 'arrow-down' : 'arrow-up'} />}
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** Room for rows that are out of sight. */
function Gap({ rows }: { readonly rows: number }): JSX.Element | null {
  return rows > 0 ? (
    <tr aria-hidden="true" class="spend-gap">
      {/* One cell: over all columns it would keep room for those that a narrow page leaves out. */}
      <td style={{ height: `${rows * rowHeight}px` }} />
    </tr>
  ) : null;
}

/** What a tooltip says to those who use a mouse. Always has its room, so that nothing moves when it comes. */
function Reason(props: { readonly entry: LedgerEntry | undefined; readonly spend: SpendState }): JSX.Element {
  const { entry, spend } = props;
  return (
    <p class={entry ? 'spend-reason' : 'spend-reason none'}>
      {entry && (
        <>
          <strong>{entry.model}</strong> {reasonOf(entry, spend.translate.value)}
        </>
      )}
    </p>
  );
}

function nextRow(key: string, from: number, count: number): number | undefined {
  const to = (index: number): number => Math.min(count - 1, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
      return to(from + 1);
    case 'ArrowUp':
      return to(from - 1);
    case 'PageDown':
      return to(from + 20);
    case 'PageUp':
      return to(from - 20);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** Below the titles, which stay at the top, and above the line with the reason, at the bottom. */
function bringIntoSight(view: HTMLElement, body: HTMLElement | null, index: number): void {
  if (!body) {
    return;
  }
  const [atTop, atBottom] = [rowHeight + 4, rowHeight + 16];
  const top = body.getBoundingClientRect().top - view.getBoundingClientRect().top + index * rowHeight;
  const overBottom = top + rowHeight - (view.clientHeight - atBottom);
  if (top < atTop) {
    view.scrollTop += top - atTop;
  } else if (overBottom > 0) {
    view.scrollTop += overBottom;
  }
}
