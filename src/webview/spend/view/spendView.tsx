// The Spend page as a whole, from the filter at the top to the table of requests, in one scrolling page.
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { requestsText } from '../../../words/spendText.ts';
import { Button } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { LiveRegion } from '../../kit/liveRegion.tsx';
import { Notice } from '../../kit/notice.tsx';
import type { SpendState } from '../state/spendState.ts';
import { Breakdowns } from './breakdowns.tsx';
import { DayChart } from './dayChart.tsx';
import { FilterBar } from './filterBar.tsx';
import { RequestTable } from './requestTable.tsx';
import { Totals } from './totals.tsx';

export function SpendView({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  const scroller = useRef<HTMLElement>(null);
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
  const retry = (
    <Button isSecondary onClick={() => spend.showPeriod(spend.period.value)}>
      {spend.translate.value('Retry')}
    </Button>
  );
  return (
    <Notice level="error" isAlert buttons={retry}>
      {text}
    </Notice>
  );
}

/** Says why there is nothing, with the way to where there may be something. */
function Nothing({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  if (spend.inPeriod.value.length > 0) {
    return (
      <div class="spend-nothing">
        <p>{t('No request matches the filter.')}</p>
        <Button isSecondary onClick={() => spend.clearFilter()}>
          {t('Clear filter')}
        </Button>
      </div>
    );
  }
  return (
    <div class="spend-nothing">
      <Icon name="graph" />
      <p>{t('Nothing was sent in this time. Each request appears here with what it cost and how that is known.')}</p>
      {spend.period.value !== 'all' && (
        <Button isSecondary onClick={() => spend.showPeriod('all')}>
          {t('Show all time')}
        </Button>
      )}
    </div>
  );
}

/** What a change of the filter led to, for screen readers. */
function Announcement({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  const { requests, micros } = spend.total.value;
  const numbers = spend.numbers.value;
  return (
    <LiveRegion>
      {spend.isLoaded.value && t('{0}, {1} credits', requestsText(requests, numbers, t), numbers.credits(micros))}
    </LiveRegion>
  );
}
