// Where messages are written and sent, and answers stopped.
import { effect, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Panel } from '../state/panel.ts';
import { DraftAttachments } from './draftAttachments.tsx';
import { EstimateLine } from './estimateLine.tsx';
import { IconButton } from '../../kit/icon.tsx';
import { ModelSelect } from './modelSelect.tsx';

/** The key code of every key that an input method takes, the only sign of it that some browsers give. */
const inputMethodKey = 229;
/** An Enter this soon after a composition, in milliseconds, is the one that ended it (Safari reports it late). */
const compositionTail = 30;

export function Composer({ panel }: { readonly panel: Panel }): JSX.Element {
  const t = panel.translate.value;
  const isBusy = panel.composer.isBusy.value;
  return (
    <div class={panel.needsKey.value ? 'composer needs-key' : 'composer'}>
      <DraftAttachments panel={panel} />
      <MessageBox panel={panel} />
      <div class="composer-row">
        <IconButton icon="add" label={t('New chat')} onClick={() => panel.startChat()} />
        <IconButton icon="history" label={t('History')} onClick={() => panel.history.open()} />
        <ModelSelect panel={panel} />
        <span class="spacer" />
        <EstimateLine panel={panel} />
        {isBusy ? <StopButton panel={panel} /> : <SendButton panel={panel} />}
      </div>
    </div>
  );
}

function SendButton({ panel }: { readonly panel: Panel }): JSX.Element {
  return (
    <IconButton
      key="send"
      icon="send"
      class="send"
      label={panel.translate.value('Send')}
      isDisabled={panel.composer.draft.value.trim() === ''}
      onClick={() => {
        panel.send();
        panel.composer.focus();
      }}
    />
  );
}

function StopButton({ panel }: { readonly panel: Panel }): JSX.Element {
  return (
    <IconButton
      key="stop"
      icon="stop-circle"
      class="stop"
      label={panel.translate.value('Stop')}
      onClick={(event) => {
        // The second click of a double click on Send lands here.
        if (event.detail <= 1) {
          panel.host.post({ type: 'answer-stopped' });
          panel.composer.focus();
        }
      }}
    />
  );
}

function MessageBox({ panel }: { readonly panel: Panel }): JSX.Element {
  const t = panel.translate.value;
  const box = useRef<HTMLTextAreaElement>(null);
  const compositionEnd = useRef(-Infinity);
  // At once, where useSignalEffect waits for the next frame: what is typed meanwhile would be overwritten.
  useLayoutEffect(
    () =>
      effect(() => {
        const draft = panel.composer.draft.value;
        if (box.current && box.current.value !== draft) {
          box.current.value = draft;
        }
      }),
    [panel],
  );
  useSignalEffect(() => {
    if (panel.composer.focusRequests.value > 0 && box.current) {
      box.current.focus();
      box.current.setSelectionRange(box.current.value.length, box.current.value.length);
    }
  });
  return (
    <textarea
      ref={box}
      class="message-box"
      rows={1}
      aria-label={t('Message')}
      placeholder={t('Ask OpenCodex')}
      spellcheck={false}
      onInput={(event) => panel.composer.write(event.currentTarget.value)}
      onCompositionEnd={(event) => {
        compositionEnd.current = event.timeStamp;
      }}
      onKeyDown={(event) => {
        const isAfterComposition = event.timeStamp - compositionEnd.current < compositionTail;
        if (event.key === 'Enter' && !event.shiftKey && !isComposing(event) && !isAfterComposition) {
          event.preventDefault();
          panel.send();
        }
      }}
    />
  );
}

function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || Reflect.get(event, 'keyCode') === inputMethodKey;
}
