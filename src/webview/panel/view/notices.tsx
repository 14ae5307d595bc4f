// The rows above the composer: what about the connection, or the last message, needs the user's eye.
import type { JSX } from 'preact';
import type { BaseUrlRefusal } from '../../../shared/baseUrl.ts';
import { addressProblemText } from '../../../words/connectionText.ts';
import { refusalText } from '../../../words/refusalText.ts';
import type { Panel } from '../state/panel.ts';
import { Icon } from '../../kit/icon.tsx';

export function Notices({ panel }: { readonly panel: Panel }): JSX.Element {
  const t = panel.translate.value;
  const connection = panel.connection.value;
  const refusal = panel.composer.refusal.value;
  return (
    <>
      {connection?.addressProblem !== undefined && <AddressProblem panel={panel} reason={connection.addressProblem} />}
      {connection?.insecureOrigin !== undefined && (
        <div class="notice row warning">
          <Icon name="warning" />
          <div class="notice-body">
            <div>{t('Not encrypted, for this computer only: {0}', connection.insecureOrigin)}</div>
            {connection.hasKey && <div>{t('Any program of this computer that listens there receives your key.')}</div>}
          </div>
        </div>
      )}
      <MissingKey panel={panel} />
      <KeepingProblem panel={panel} />
      {refusal !== undefined && (
        <div class="notice row error" role="alert">
          <Icon name="error" />
          <div class="notice-body">{refusalText(refusal, t)}</div>
        </div>
      )}
    </>
  );
}

function AddressProblem({ panel, reason }: { readonly panel: Panel; readonly reason: BaseUrlRefusal }): JSX.Element {
  const t = panel.translate.value;
  return (
    <div class="notice row error" role="alert">
      <Icon name="error" />
      <div class="notice-body">{addressProblemText(reason, t)}</div>
      <button type="button" class="button secondary" onClick={() => panel.request('open-settings')}>
        {t('Open settings')}
      </button>
    </div>
  );
}

/** Not shown where the welcome asks for the key already. */
function MissingKey({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const isAskedAbove = panel.needsKey.value && panel.conversation.entries.value.length === 0;
  if (panel.connection.value?.hasKey !== false || isAskedAbove) {
    return null;
  }
  return (
    <div class="notice row info">
      <Icon name="key" />
      <div class="notice-body">
        {panel.needsKey.value ? t('No API key is set.') : t('No API key is set; this address may work without one.')}
      </div>
      <button type="button" class="button secondary" onClick={() => panel.request('set-api-key')}>
        {t('Set API key')}
      </button>
    </div>
  );
}

/** The chat goes on in memory; it can be exported, and saving is tried again. */
function KeepingProblem({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const problem = panel.keepingProblem.value;
  if (!problem) {
    return null;
  }
  return (
    <div class="notice row warning" role="alert">
      <Icon name="warning" />
      <div class="notice-body">{problem.text}</div>
      <button type="button" class="button secondary" onClick={() => panel.exportChat()}>
        {t('Export')}
      </button>
      {problem.needsReload ? (
        <button type="button" class="button secondary" onClick={() => panel.reloadWindow()}>
          {t('Reload to update')}
        </button>
      ) : (
        <button type="button" class="button secondary" onClick={() => panel.retrySaving()}>
          {t('Try again')}
        </button>
      )}
    </div>
  );
}
