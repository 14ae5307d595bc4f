// One request in the table.
import type { JSX } from 'preact';
import type { LedgerEntry } from '../../../shared/credits.ts';
import { columnIds } from '../state/savedView.ts';
import type { SpendState } from '../state/spendState.ts';
import { cellOf, toneOf } from './requestColumns.ts';
import { rowId } from './rowWindow.ts';

interface RowProps {
  readonly spend: SpendState;
  readonly entry: LedgerEntry;
  /** Its place among all rows, from 0. */
  readonly index: number;
  readonly isActive: boolean;
  readonly onChoose: (id: string) => void;
}

/** Drawn anew only when one of its properties changes, which @preact/signals sees to. */
export function RequestRow({ spend, entry, index, isActive, onChoose }: RowProps): JSX.Element {
  return (
    <tr
      id={rowId(index)}
      class={`spend-row ${index % 2 === 1 ? 'odd' : ''} ${toneOf(entry)}`}
      aria-rowindex={index + 2}
      aria-selected={isActive}
      onClick={() => onChoose(entry.id)}
    >
      {columnIds.map((column) => {
        const { text, title } = cellOf(entry, column, spend);
        return (
          <td key={column} class={`spend-${column}`} title={title}>
            {text}
          </td>
        );
      })}
    </tr>
  );
}
