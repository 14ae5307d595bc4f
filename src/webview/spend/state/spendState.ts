// Everything the Spend page shows and does: the requests the host told of, how they are looked at, and what follows.
import { createMatcher } from '../../../words/spendMatcher.ts';
import { batch, computed, signal } from '@preact/signals';
import type { LedgerEntry } from '../../../shared/credits.ts';
import { groupEntries, knownHow, sumEntries, workspaceKey, type SpendFilter } from '../../../shared/spend.ts';
import { periodStart, type Period } from '../../../shared/spendDays.ts';
import type { SpendHostMessage, SpendPageMessage } from '../../../protocol/spend.ts';
import { createTranslate, type Translations } from '../../../shared/translate.ts';
import type { Disposable, PageHost } from '../../kit/host.ts';
import { readSavedView, type ColumnId, type SavedView } from './savedView.ts';
import { sortEntries } from './sortEntries.ts';
import { assignSeries, drawChart, seriesOf } from './spendChart.ts';
import { SpendFormat } from './spendFormat.ts';

type SpendHost = PageHost<SpendHostMessage, SpendPageMessage>;

export class SpendState {
  readonly #host: SpendHost;
  readonly #translations = signal<Translations>({});
  readonly #language = signal('en');
  readonly #view;
  /** When the period ends: the present, as of the last message or choice. */
  readonly #now = signal(Date.now());
  /** From when on the host was asked for requests. */
  #since = 0;
  /** Undefined until the host has told. */
  readonly #entries = signal<ReadonlyMap<string, LedgerEntry> | undefined>(undefined);
  readonly #failure = signal<string | undefined>(undefined);
  readonly #isReading = signal(true);

  readonly language = computed(() => this.#language.value);
  readonly translate = computed(() => createTranslate(this.#translations.value));
  readonly format = computed(() => new SpendFormat(this.#language.value));
  readonly period = computed(() => this.#view.value.period);
  readonly filter = computed(() => this.#view.value.filter);
  readonly sort = computed(() => this.#view.value.sort);
  readonly failure = computed(() => this.#failure.value);
  /** True while what is shown is not yet all of the period. */
  readonly isReading = computed(() => this.#isReading.value);
  readonly isLoaded = computed(() => this.#entries.value !== undefined);

  /** The requests of the period, whatever else is filtered; newest first. */
  readonly inPeriod = computed(() => {
    const since = periodStart(this.period.value, this.#now.value);
    return [...(this.#entries.value?.values() ?? [])]
      .filter(({ startedAt }) => startedAt >= since)
      .sort((a, b) => b.startedAt - a.startedAt);
  });
  /** Those that are shown. */
  readonly shown = computed(() => this.inPeriod.value.filter(createMatcher(this.filter.value, this.translate.value)));
  readonly rows = computed(() =>
    sortEntries(this.shown.value, this.sort.value, this.translate.value, this.#language.value),
  );
  readonly total = computed(() => sumEntries(this.shown.value));
  readonly byModel = computed(() => groupEntries(this.shown.value, ({ model }) => model));
  readonly byFeature = computed(() => groupEntries(this.shown.value, ({ feature }) => feature));
  readonly byWorkspace = computed(() => groupEntries(this.shown.value, workspaceKey));
  readonly bySource = computed(() => groupEntries(this.shown.value, knownHow));
  /** Of the whole period, so that a model keeps its colour while others are filtered out. */
  readonly series = computed(() => assignSeries(this.inPeriod.value));
  /** The series of what is shown, in their order. */
  readonly shownSeries = computed(() => {
    const shown = new Set(this.byModel.value.map(({ key }) => seriesOf(this.series.value, key)));
    return [...shown].sort((a, b) => a - b);
  });
  readonly chart = computed(() =>
    drawChart(this.shown.value, {
      since: periodStart(this.period.value, this.#now.value),
      now: this.#now.value,
      series: this.series.value,
    }),
  );
  readonly workspaceNames = computed(
    () =>
      new Map(
        this.inPeriod.value.flatMap(({ workspace }) => (workspace ? [[workspace.id, workspace.name] as const] : [])),
      ),
  );

  constructor(host: SpendHost) {
    this.#host = host;
    this.#view = signal<SavedView>(readSavedView(host.loadState()));
  }

  /** Listens to the host, and asks it for the ledger. */
  start(): Disposable {
    const subscription = this.#host.onMessage((message) => batch(() => this.#receive(message)));
    this.#host.post({ type: 'spend-ready', since: this.#beginPeriod() });
    return subscription;
  }

  showPeriod(period: Period): void {
    batch(() => {
      this.#isReading.value = true;
      this.#change({ period });
      this.#host.post({ type: 'ledger-requested', since: this.#beginPeriod() });
    });
  }

  /** Changes what is named; undefined lets everything through. */
  narrow(choice: { readonly [Member in keyof SpendFilter]?: SpendFilter[Member] | undefined }): void {
    const { model, feature, workspace, text = '' } = { ...this.#view.value.filter, ...choice };
    const filter: SpendFilter = {
      ...(model !== undefined && { model }),
      ...(feature !== undefined && { feature }),
      ...(workspace !== undefined && { workspace }),
      text,
    };
    this.#change({ filter });
  }

  clearFilter(): void {
    this.#change({ filter: { text: '' } });
  }

  /** The same column again turns the order round; figures begin with the largest. */
  sortBy(column: ColumnId): void {
    const { sort } = this.#view.value;
    this.#change({ sort: { column, isDescending: sort.column === column ? !sort.isDescending : !isText(column) } });
  }

  export(): void {
    this.#host.post({
      type: 'export-requested',
      since: periodStart(this.period.value, this.#now.value),
      filter: this.filter.value,
    });
  }

  #change(change: Partial<SavedView>): void {
    this.#view.value = { ...this.#view.value, ...change };
    this.#host.saveState(this.#view.value);
  }

  #beginPeriod(): number {
    this.#now.value = Date.now();
    this.#since = periodStart(this.period.value, this.#now.value);
    return this.#since;
  }

  #receive(message: SpendHostMessage): void {
    switch (message.type) {
      case 'appearance-changed':
        this.#translations.value = message.translations;
        this.#language.value = message.language;
        return;
      case 'ledger-listed':
        if (message.since === this.#since) {
          this.#isReading.value = false;
          this.#put(new Map(message.entries.map((entry) => [entry.id, entry])));
        }
        return;
      case 'ledger-changed': {
        const before = this.#entries.value;
        if (message.since === this.#since && before) {
          this.#put(new Map([...before, ...message.entries.map((entry) => [entry.id, entry] as const)]));
        }
        return;
      }
      case 'ledger-failed':
        this.#failure.value = message.text;
        return;
    }
  }

  #put(entries: ReadonlyMap<string, LedgerEntry>): void {
    this.#now.value = Date.now();
    this.#failure.value = undefined;
    this.#entries.value = entries;
  }
}

function isText(column: ColumnId): boolean {
  return column === 'model' || column === 'feature' || column === 'workspace' || column === 'outcome';
}
