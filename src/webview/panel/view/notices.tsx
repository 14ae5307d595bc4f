// The rows above the composer: what about the connection, or the last message, needs the user's eye.
import type { JSX } from 'preact';
import type { BaseUrlRefusal } from '../../../shared/baseUrl.ts';
import { addressProblemText } from '../../../words/connectionText.ts';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { refusalText } from '../../../words/refusalText.ts';
import type { Panel } from '../state/panel.ts';

export function Notices({ panel }: { readonly panel: Panel }): JSX.Element {
  const connection = panel.connection.value;
  const refusal = panel.composer.refusal.value;
  return (
    <>
      {connection?.addressProblem !== undefined && <AddressProblem panel={panel} reason={connection.addressProblem} />}
      {connection?.insecureOrigin !== undefined && <Unencrypted panel={panel} origin={connection.insecureOrigin} />}
      <MissingKey panel={panel} />
      <KeepingProblem panel={panel} />
      {refusal !== undefined && (
        <Notice level="error" isAlert isRow>
          {refusalText(refusal, panel.translate.value)}
        </Notice>
      )}
    </>
  );
}

function AddressProblem({ panel, reason }: { readonly panel: Panel; readonly reason: BaseUrlRefusal }): JSX.Element {
  const t = panel.translate.value;
  const openSettings = (
    <Button isSecondary onClick={() => panel.host.post({ type: 'command-requested', command: 'open-settings' })}>
      {t('Open settings')}
    </Button>
  );
  return (
    <Notice level="error" isAlert isRow buttons={openSettings}>
      {addressProblemText(reason, t)}
    </Notice>
  );
}

function Unencrypted({ panel, origin }: { readonly panel: Panel; readonly origin: string }): JSX.Element {
  const t = panel.translate.value;
  return (
    <Notice level="warning" isRow>
      <div>{t('Not encrypted, for this computer only: {0}', origin)}</div>
      {panel.connection.value?.hasKey === true && (
        <div>{t('Any program of this computer that listens there receives your key.')}</div>
      )}
    </Notice>
  );
}

/** Not shown where the welcome asks for the key already. */
function MissingKey({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const isAskedAbove = panel.needsKey.value && panel.conversation.entries.value.length === 0;
  if (panel.connection.value?.hasKey !== false || isAskedAbove) {
    return null;
  }
  const setKey = (
    <Button isSecondary onClick={() => panel.host.post({ type: 'command-requested', command: 'set-api-key' })}>
      {t('Set API key')}
    </Button>
  );
  return (
    <Notice level="info" icon="key" isRow buttons={setKey}>
      {panel.needsKey.value ? t('No API key is set.') : t('No API key is set; this address may work without one.')}
    </Notice>
  );
}

/** The chat goes on in memory; it can be exported, and saving is tried again. */
function KeepingProblem({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const { host, conversation } = panel;
  const problem = panel.keepingProblem.value;
  if (!problem) {
    return null;
  }
  const buttons = (
    <>
      <Button isSecondary onClick={() => host.post({ type: 'chat-exported', chatId: conversation.chatId.value })}>
        {t('Export')}
      </Button>
      {problem.needsReload ? (
        <Button isSecondary onClick={() => host.post({ type: 'window-reload-requested' })}>
          {t('Reload to update')}
        </Button>
      ) : (
        <Button isSecondary onClick={() => host.post({ type: 'saving-retried' })}>
          {t('Try again')}
        </Button>
      )}
    </>
  );
  return (
    <Notice level="warning" isAlert isRow buttons={buttons}>
      {problem.text}
    </Notice>
  );
}
