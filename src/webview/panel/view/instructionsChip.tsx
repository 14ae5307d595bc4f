// Instructions of the workspace's own, which go along with every request: seen, so that nobody is led by what they do not know of.
import type { JSX } from 'preact';
import type { Panel } from '../state/panel.ts';
import { Icon } from '../../kit/icon.tsx';

/** The tooltip shows no more of the text, in characters. */
const longestTooltip = 1_000;

export function InstructionsChip({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const instructions = panel.instructions.value;
  if (!instructions) {
    return null;
  }
  const { name, text } = instructions;
  return (
    <div class="chips instructions">
      <button
        type="button"
        class="chip"
        aria-label={t('Instructions of {0} go with every message: open the setting', name)}
        title={`${t('This workspace adds to every message:')}\n${text.slice(0, longestTooltip)}`}
        onClick={() => panel.host.post({ type: 'command-requested', command: 'open-instructions' })}
      >
        <Icon name="book" />
        <span class="chip-label">{t('Instructions of {0}', name)}</span>
      </button>
    </div>
  );
}
