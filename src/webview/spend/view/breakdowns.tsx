// Where the credits went: by model, feature and workspace, and how that is known.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SpendGroup } from '../../../shared/spend.ts';
import { featureText, sourceText } from '../../../words/spendText.ts';
import { seriesOf } from '../state/spendChart.ts';
import type { SpendState } from '../state/spendState.ts';
import { amountText, workspaceText } from './names.ts';
import { Swatch } from './swatch.tsx';

/** Rows before the rest is folded away. */
const fewRows = 6;

export function Breakdowns({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  const { model, feature, workspace } = spend.filter.value;
  const names = spend.workspaceNames.value;
  return (
    <div class="spend-breakdowns">
      <Breakdown
        spend={spend}
        title={t('By model')}
        groups={spend.byModel.value}
        textOf={(key) => key}
        seriesOfKey={(key) => seriesOf(spend.series.value, key)}
        chosen={model}
        onToggle={(key) => spend.narrow({ model: key === model ? undefined : key })}
      />
      <Breakdown
        spend={spend}
        title={t('By feature')}
        groups={spend.byFeature.value}
        textOf={(key) => featureText(key, t)}
        chosen={feature}
        onToggle={(key) => spend.narrow({ feature: key === feature ? undefined : key })}
      />
      <Breakdown
        spend={spend}
        title={t('By workspace')}
        groups={spend.byWorkspace.value}
        textOf={(key) => workspaceText(key, names, t)}
        chosen={workspace}
        onToggle={(key) => spend.narrow({ workspace: key === workspace ? undefined : key })}
      />
      <Breakdown
        spend={spend}
        title={t('How costs are known')}
        groups={spend.bySource.value}
        textOf={(key) => sourceText(key, t)}
      />
    </div>
  );
}

interface BreakdownProps<Key extends string> {
  readonly spend: SpendState;
  readonly title: string;
  readonly groups: readonly SpendGroup<Key>[];
  readonly textOf: (key: Key) => string;
  readonly seriesOfKey?: (key: Key) => number;
  /** The key to which the page is narrowed. */
  readonly chosen?: Key | undefined;
  /** Narrows the page to a key, or widens it again. */
  readonly onToggle?: (key: Key) => void;
}

function Breakdown<Key extends string>(props: BreakdownProps<Key>): JSX.Element {
  const { spend, title, groups } = props;
  const t = spend.translate.value;
  const [isOpen, setOpen] = useState(false);
  const rows = isOpen ? groups : groups.slice(0, fewRows);
  return (
    <section class="spend-breakdown" aria-label={title}>
      <table>
        <caption>{title}</caption>
        <colgroup>
          <col />
          <col />
          <col />
          <col />
        </colgroup>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{t('Share')}</th>
            <th scope="col">{t('Credits')}</th>
            <th scope="col">{t('Requests')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((group) => (
            <GroupRow key={group.key} group={group} breakdown={props} />
          ))}
        </tbody>
      </table>
      {groups.length > fewRows && (
        <button type="button" class="spend-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('Show fewer') : t('Show all {0}', spend.numbers.value.whole(groups.length))}
        </button>
      )}
    </section>
  );
}

interface GroupRowProps<Key extends string> {
  readonly group: SpendGroup<Key>;
  readonly breakdown: BreakdownProps<Key>;
}

function GroupRow<Key extends string>({ group: { key, sum }, breakdown }: GroupRowProps<Key>): JSX.Element {
  const { spend, textOf, seriesOfKey, chosen, onToggle } = breakdown;
  const t = spend.translate.value;
  const numbers = spend.numbers.value;
  const total = spend.total.value.micros;
  const text = textOf(key);
  const series = seriesOfKey?.(key);
  const share = total > 0 ? sum.micros / total : 0;
  return (
    <tr>
      <th scope="row" title={text}>
        {series !== undefined && <Swatch series={series} />}
        {onToggle ? (
          <button type="button" class="spend-narrow" aria-pressed={key === chosen} onClick={() => onToggle(key)}>
            {text}
          </button>
        ) : (
          text
        )}
        <svg class="spend-share" aria-hidden="true" width="100%" height="3">
          <rect class="spend-share-track" width="100%" height="3" rx="1.5" />
          <rect class={`spend-series-${series ?? 0}`} width={`${share * 100}%`} height="3" rx="1.5" />
        </svg>
      </th>
      <td>{sum.unknownRequests < sum.requests ? numbers.share(sum.micros, total) : '–'}</td>
      <td class="spend-amount">{amountText(sum, numbers)}</td>
      <td title={sum.unknownRequests > 0 ? t('{0} of them of unknown cost', numbers.whole(sum.unknownRequests)) : ''}>
        {t('{0}×', numbers.whole(sum.requests))}
      </td>
    </tr>
  );
}
