// The question before code is shown in an editor that may load addresses because of it.
import { addressesToLoad } from '../../shared/addressesToLoad.ts';
import { cutText } from '../../shared/limits.ts';
import type { Translate } from '../../shared/translate.ts';
import { showWarning } from './notices.ts';

/** Addresses that are named in a question, and the characters of each. */
const mostNamed = 5;
const longestNamed = 300;

/** Whether `after` may be shown in the place of `before`: asks where it brings addresses along that an editor may load. */
export async function mayShow(before: string, after: string, t: Translate): Promise<boolean> {
  const addresses = addressesToLoad(before, after);
  if (addresses.length === 0) {
    return true;
  }
  const show = t('Show');
  const named = addresses.slice(0, mostNamed).map((one) => cutText(one, longestNamed));
  const detail = [
    t('VS Code may load these as soon as the code is shown, which tells them something of you:'),
    ...named,
  ];
  const options = { modal: true, detail: detail.join('\n') };
  return (await showWarning(t('Show code that names addresses to load?'), options, show)) === show;
}
