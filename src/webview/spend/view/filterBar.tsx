// The row at the top: period, model, feature, workspace, text, and the export of what they leave.
import type { JSX } from 'preact';
import { periods, type Period } from '../../../shared/spendDays.ts';
import { features, featureText } from '../../../words/spendText.ts';
import type { Translate } from '../../../shared/translate.ts';
import { Button } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import type { SpendState } from '../state/spendState.ts';
import { workspaceText } from './names.ts';

export function FilterBar({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  return (
    <div class="spend-filter" role="search" aria-label={t('Filter')}>
      <Periods spend={spend} />
      <Choices spend={spend} />
      <input
        type="search"
        aria-label={t('Search requests')}
        placeholder={t('Search requests')}
        spellcheck={false}
        value={spend.filter.value.text}
        maxLength={500}
        onInput={(event) => spend.narrow({ text: event.currentTarget.value })}
      />
      <Button isSecondary isDisabled={spend.shown.value.length === 0} onClick={() => spend.export()}>
        <Icon name="export" /> {t('Export CSV')}
      </Button>
    </div>
  );
}

function Periods({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  return (
    <fieldset class="spend-periods">
      <legend class="visually-hidden">{t('Time')}</legend>
      {periods.map((period) => (
        <label key={period}>
          <input
            type="radio"
            name="period"
            checked={spend.period.value === period}
            onChange={() => spend.showPeriod(period)}
          />
          {periodText(period, t)}
        </label>
      ))}
    </fieldset>
  );
}

function periodText(period: Period, t: Translate): string {
  return period === 'all' ? t('All time') : t('{0} days', period);
}

function Choices({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  const { model, feature, workspace } = spend.filter.value;
  const names = spend.workspaceNames.value;
  const { models, workspaces } = listChoices(spend);
  return (
    <>
      <Choice
        label={t('Model')}
        all={t('All models')}
        values={models}
        chosen={model}
        textOf={(value) => value}
        onChoose={(value) => spend.narrow({ model: value })}
      />
      <Choice
        label={t('Feature')}
        all={t('All features')}
        values={features}
        chosen={feature}
        textOf={(value) => featureText(value, t)}
        onChoose={(value) => spend.narrow({ feature: value })}
      />
      <Choice
        label={t('Workspace')}
        all={t('All workspaces')}
        values={workspaces}
        chosen={workspace}
        textOf={(value) => workspaceText(value, names, t)}
        onChoose={(value) => spend.narrow({ workspace: value })}
      />
    </>
  );
}

/** What the period has, and what is chosen even where the period has nothing of it: a filter in force must be seen. */
function listChoices(spend: SpendState): {
  readonly models: readonly string[];
  readonly workspaces: readonly string[];
} {
  const { model, workspace } = spend.filter.value;
  const models = new Set(spend.inPeriod.value.map((entry) => entry.model));
  const workspaces = new Set(spend.inPeriod.value.map((entry) => entry.workspace?.id ?? ''));
  if (model !== undefined) {
    models.add(model);
  }
  if (workspace !== undefined) {
    workspaces.add(workspace);
  }
  return { models: [...models].sort(), workspaces: [...workspaces].sort() };
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly all: string;
  readonly values: readonly Value[];
  readonly chosen: Value | undefined;
  readonly textOf: (value: Value) => string;
  readonly onChoose: (value: Value | undefined) => void;
}

/** The values go by their place: one of them may be empty. */
function Choice<Value extends string>(props: ChoiceProps<Value>): JSX.Element {
  const { label, all, values, chosen, textOf, onChoose } = props;
  return (
    <span class="spend-choice">
      <select
        aria-label={label}
        value={chosen === undefined ? '' : String(values.indexOf(chosen))}
        onChange={({ currentTarget: { value } }) => onChoose(value === '' ? undefined : values[Number(value)])}
      >
        <option value="">{all}</option>
        {values.map((value, index) => (
          <option key={value} value={String(index)}>
            {textOf(value)}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  );
}
