// The Spend page as a whole, from the filter at the top to the table of requests, in one scrolling page.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../kit/icon.tsx';
import type { SpendState } from '../state/spendState.ts';
import { Breakdowns } from './breakdowns.tsx';
import { DayChart } from './dayChart.tsx';
import { FilterBar } from './filterBar.tsx';
import { requestsTextOf } from './names.ts';
import { RequestTable } from './requestTable.tsx';
import { Totals } from './totals.tsx';

export function SpendView({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  const scroller = useRef<HTMLElement>(null);
  const language = spend.language.value;
  useEffect(() => {
    document.documentElement.lang = language === 'zh-cn' ? 'zh-Hans' : language;
  }, [language]);
  return (
    <main ref={scroller} class="spend" aria-busy={spend.isReading.value}>
      <h1>{t('Spend')}</h1>
      <FilterBar spend={spend} />
      <Failure spend={spend} />
      {spend.shown.value.length > 0 ? (
        <div class="spend-figures">
          <Totals spend={spend} />
          <DayChart spend={spend} />
          <Breakdowns spend={spend} />
          <RequestTable spend={spend} scroller={scroller} />
        </div>
      ) : (
        spend.isLoaded.value && <Nothing spend={spend} />
      )}
      <Announcement spend={spend} />
    </main>
  );
}

function Failure({ spend }: { readonly spend: SpendState }): JSX.Element | null {
  const text = spend.failure.value;
  if (text === undefined) {
    return null;
  }
  return (
    <div class="notice error" role="alert">
      <Icon name="error" />
      <div class="notice-body">{text}</div>
      <button type="button" class="button secondary" onClick={() => spend.showPeriod(spend.period.value)}>
        {spend.translate.value('Retry')}
      </button>
    </div>
  );
}

/** Says why there is nothing, with the way to where there may be something. */
function Nothing({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  if (spend.inPeriod.value.length > 0) {
    return (
      <div class="spend-nothing">
        <p>{t('No request matches the filter.')}</p>
        <button type="button" class="button secondary" onClick={() => spend.clearFilter()}>
          {t('Clear filter')}
        </button>
      </div>
    );
  }
  return (
    <div class="spend-nothing">
      <Icon name="graph" />
      <p>{t('Nothing was sent in this time. Each request appears here with what it cost and how that is known.')}</p>
      {spend.period.value !== 'all' && (
        <button type="button" class="button secondary" onClick={() => spend.showPeriod('all')}>
          {t('Show all time')}
        </button>
      )}
    </div>
  );
}

/** What a change of the filter led to, for screen readers. */
function Announcement({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  const { requests, micros } = spend.total.value;
  const format = spend.format.value;
  return (
    <div class="visually-hidden" role="status">
      {spend.isLoaded.value && t('{0}, {1} credits', requestsTextOf(requests, format, t), format.credits(micros))}
    </div>
  );
}
