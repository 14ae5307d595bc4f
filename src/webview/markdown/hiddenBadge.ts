// The badge at code in which there are characters that nobody sees or that reorder what is seen. The code itself stays as it is.
import { HiddenCharacters } from '../../shared/hiddenCharacters.ts';
import type { Translate } from '../../shared/translate.ts';

/**
 * Takes the pieces of a code as they come; hands the badge to `place` with the first piece that needs it. Where a text is cut makes no
 * difference.
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
