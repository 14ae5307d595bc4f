// What the panel shows before the first message: how to begin, or which key is missing.
import type { JSX } from 'preact';
import { Button } from '../../kit/button.tsx';
import type { Panel } from '../state/panel.ts';

export function Welcome({ panel }: { readonly panel: Panel }): JSX.Element | null {
  if (panel.connection.value === undefined) {
    return null;
  }
  return (
    <div class="welcome">
      <h1>OpenCodex</h1>
      {panel.needsKey.value ? <KeyRequest panel={panel} /> : <Examples panel={panel} />}
    </div>
  );
}

function KeyRequest({ panel }: { readonly panel: Panel }): JSX.Element {
  const t = panel.translate.value;
  return (
    <div class="key-request">
      <p>{t('Set your OpenCodex API key to chat with every model behind one account.')}</p>
      <Button onClick={() => panel.host.post({ type: 'command-requested', command: 'set-api-key' })}>
        {t('Set API key')}
      </Button>
      <p>
        <a
          href="#"
          onClick={(event) => {
            event.preventDefault();
            event.stopPropagation();
            panel.host.post({ type: 'command-requested', command: 'open-dashboard' });
          }}
        >
          {t('Get 500 free credits')}
        </a>
      </p>
    </div>
  );
}

function Examples({ panel }: { readonly panel: Panel }): JSX.Element {
  const t = panel.translate.value;
  const examples = [
    t('Find the bug in this code:'),
    t('Write unit tests for this function:'),
    t('Explain what this error message means:'),
    t('Write a regular expression that matches a date such as 2026-01-31'),
  ];
  return (
    <>
      <p>{t('Ask about your code, or begin with one of these.')}</p>
      <div class="examples">
        {examples.map((example) => (
          <button key={example} type="button" class="example" onClick={() => panel.composer.suggest(example)}>
            {example}
          </button>
        ))}
      </div>
    </>
  );
}
