// A message that was not sent yet, since it seems to have a key in it; it is still in the message box.
import type { JSX } from 'preact';
import type { FoundSecret } from '../../../shared/secrets.ts';
import type { Translate } from '../../../shared/translate.ts';
import type { Panel } from '../state/panel.ts';
import { Icon } from '../../kit/icon.tsx';

export function HeldMessage({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const secret = panel.composer.heldSecret.value;
  if (secret === undefined) {
    return null;
  }
  return (
    <div class="notice warning" role="alert">
      <Icon name="warning" />
      <div class="notice-body">
        <div>{warning(secret, t)}</div>
        <div class="notice-actions">
          <button type="button" class="button" onClick={() => panel.composer.editHeld()}>
            {t('Edit message')}
          </button>
          <button type="button" class="button secondary" onClick={() => panel.sendAnyway()}>
            {t('Send anyway')}
          </button>
        </div>
      </div>
    </div>
  );
}

function warning(secret: FoundSecret, t: Translate): string {
  switch (secret.kind) {
    case 'key':
      return t(
        'Not sent yet: this message seems to hold a key (“{0}…”). Whoever sees a key can use it, and once sent it stays in this chat, with the gateway and with the maker of the model.',
        secret.begins,
      );
    case 'private-key':
      return t(
        'Not sent yet: this message seems to hold a private key. Once sent it stays in this chat, with the gateway and with the maker of the model.',
      );
  }
}
