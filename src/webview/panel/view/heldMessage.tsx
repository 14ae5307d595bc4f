// A message that was not sent yet, since it seems to have a key in it; it is still in the message box.
import type { JSX } from 'preact';
import type { FoundSecret } from '../../../shared/secrets.ts';
import type { Translate } from '../../../shared/translate.ts';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import type { Panel } from '../state/panel.ts';

export function HeldMessage({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const secret = panel.composer.heldSecret.value;
  if (secret === undefined) {
    return null;
  }
  return (
    <Notice level="warning" isAlert>
      <div>{warning(secret, t)}</div>
      <div class="notice-actions">
        <Button onClick={() => panel.composer.editHeld()}>{t('Edit message')}</Button>
        <Button isSecondary onClick={() => panel.sendAnyway()}>
          {t('Send anyway')}
        </Button>
      </div>
    </Notice>
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
