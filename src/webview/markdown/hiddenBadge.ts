// The badge for code with characters that are invisible or that reorder the text. The code itself stays unchanged.
import { HiddenCharacters } from '../../shared/hiddenCharacters.ts';
import type { Translate } from '../../shared/translate.ts';

/**
 * Returns a function that takes a code piece by piece. With the first piece that contains hidden characters, the badge is handed to
 * `place`. How the code is cut into pieces makes no difference.
 */
export function createMarker(place: (badge: HTMLElement) => void, t: Translate): (piece: string) => void {
  const characters = new HiddenCharacters();
  let badge: HTMLElement | undefined;
  return (piece) => {
    if (!characters.add(piece)) {
      return;
    }
    if (!badge) {
      badge = document.createElement('span');
      badge.className = 'hidden-characters';
      badge.role = 'note';
      badge.textContent = t('Hidden characters');
      place(badge);
    }
    const explanation = t(
      'Hidden characters: some of this code cannot be seen, or is not in the order in which it is shown ({0}).',
      characters.names.join(', '),
    );
    badge.ariaLabel = explanation;
    badge.title = explanation;
  };
}
