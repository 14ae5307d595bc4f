// An error with the buttons that mend it, as a notification.
import type { TurnError } from '../../shared/chat.ts';
import type { Translate } from '../../shared/translate.ts';
import { findRemedy, type Cure, type Repetition } from '../../words/remedies.ts';
import { showError } from './notices.ts';
import { openSettings } from './openSettings.ts';
import { runCommand } from './runCommand.ts';

/** Does what the user chose; resolves to the repetition, where that is what was chosen. `isFitting`: which remedies make sense here. */
export async function offerRemedies(
  { text, actions, ...facts }: Pick<TurnError, 'text' | 'actions' | 'affordableTokens' | 'cheaperModel'>,
  t: Translate,
  isFitting: (cure: Cure) => boolean,
): Promise<Repetition | undefined> {
  const buttons = actions.flatMap((id) => {
    const remedy = findRemedy(id);
    return remedy && isFitting(remedy.cure) ? [{ title: remedy.title(t, facts), cure: remedy.cure }] : [];
  });
  const choice = await showError(text, ...buttons.map(({ title }) => title));
  const cure = buttons.find(({ title }) => title === choice)?.cure;
  switch (cure?.kind) {
    case 'command':
      await runCommand(cure.id);
      return undefined;
    case 'settings':
      await openSettings(cure.words);
      return undefined;
    case 'repetition':
    case undefined:
      return cure;
  }
}
