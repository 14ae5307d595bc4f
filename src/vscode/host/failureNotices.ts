// Failures as notifications, with the buttons that mend them.
import type { TurnError } from '../../shared/failure.ts';
import type { Translate } from '../../shared/translate.ts';
import { failureText } from '../../words/failureText.ts';
import type { Words } from '../../words/numbers.ts';
import type { Offer } from '../../words/offer.ts';
import { findRemedy, type Cure, type Repetition } from '../../words/remedies.ts';
import { showError, showLoggedProblem } from './notices.ts';
import { openSettings } from './openSettings.ts';
import { runCommand } from './runCommand.ts';

/** A failure that no remedy mends: says that there is more in the log. */
export async function showFailure(error: TurnError, words: Words): Promise<void> {
  await showLoggedProblem(failureText(error, words).text, words.t);
}

/** A button that only whoever asks knows. */
interface OwnButton {
  readonly title: string;
  readonly go: () => Promise<void>;
}

/**
 * Does what the user chose; resolves to the repetition, where that is what was chosen. `isFitting`: which remedies make sense here.
 * `own`: what else there is to choose.
 */
export async function offerRemedies(
  { text, actions, ...facts }: Offer,
  t: Translate,
  isFitting: (cure: Cure) => boolean,
  own: readonly OwnButton[] = [],
): Promise<Repetition | undefined> {
  const buttons = actions.flatMap((id) => {
    const remedy = findRemedy(id);
    return remedy && isFitting(remedy.cure) ? [{ title: remedy.title(t, facts), cure: remedy.cure }] : [];
  });
  const choice = await showError(text, ...[...buttons, ...own].map(({ title }) => title));
  await own.find(({ title }) => title === choice)?.go();
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
