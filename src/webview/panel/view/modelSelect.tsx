// The models to choose from; any other is typed into VS Code's own input.
import type { JSX } from 'preact';
import type { Panel } from '../state/panel.ts';

/** No model's id, since those are never empty. */
const other = '';

/** Nothing until the host has told which model is chosen: the first option would look like it. */
export function ModelSelect({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const { choices, selected } = panel.models.value;
  if (selected === '') {
    return null;
  }
  const isListed = choices.some(({ id }) => id === selected);
  const options = isListed ? choices : [{ id: selected }, ...choices];
  return (
    <select
      class="model-select"
      aria-label={t('Model')}
      title={t('Model')}
      value={selected}
      onChange={(event) => {
        const { value } = event.currentTarget;
        if (value === other) {
          event.currentTarget.value = selected;
          panel.host.post({ type: 'command-requested', command: 'choose-model' });
        } else {
          panel.selectModel(value);
        }
      }}
    >
      {options.map((model) => (
        <option key={model.id} value={model.id} selected={model.id === selected}>
          {('name' in model ? model.name : undefined) ?? model.id}
        </option>
      ))}
      <option value={other}>{t('Other model…')}</option>
    </select>
  );
}
