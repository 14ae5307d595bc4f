// The panel as a whole: the conversation, the composer below it, and what screen readers are told.
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { retryText } from '../../../words/retryText.ts';
import type { Translate } from '../../../shared/translate.ts';
import { LiveRegion } from '../../kit/liveRegion.tsx';
import type { Announcement } from '../state/conversation.ts';
import type { Panel } from '../state/panel.ts';
import { Composer } from './composer.tsx';
import { ConversationView } from './conversationView.tsx';
import { HeldMessage } from './heldMessage.tsx';
import { deletedText, HistoryView } from './historyView.tsx';
import { InstructionsChip } from './instructionsChip.tsx';
import { Notices } from './notices.tsx';
import { Queue } from './queue.tsx';

export function App({ panel }: { readonly panel: Panel }): JSX.Element {
  useEffect(() => takeFocus(panel), [panel]);
  const isHistoryOpen = panel.history.isOpen.value;
  return (
    <>
      {isHistoryOpen && <HistoryView panel={panel} />}
      {/* Stays, so that an answer goes on where it is. */}
      <div class="chat" hidden={isHistoryOpen}>
        <ConversationView panel={panel} />
        <div class="bottom">
          <Notices panel={panel} />
          <InstructionsChip panel={panel} />
          <Queue panel={panel} />
          <HeldMessage panel={panel} />
          <Composer panel={panel} />
        </div>
      </div>
      <Announcements panel={panel} />
    </>
  );
}

/**
 * VS Code gives the focus to the page as a whole. Where nothing in it has the focus then, people mean to write.
 * @returns a function that ends it
 */
function takeFocus(panel: Panel): () => void {
  const focusBox = (): void => {
    // A click that brought the focus has given it to what was clicked by then.
    requestAnimationFrame(() => {
      const isSelecting = getSelection()?.type === 'Range';
      if (!document.hasFocus() || document.activeElement !== document.body || isSelecting) {
        return;
      }
      if (panel.history.isOpen.value) {
        document.querySelector<HTMLElement>('.history-search input')?.focus();
      } else {
        panel.composer.focus();
      }
    });
  };
  focusBox();
  window.addEventListener('focus', focusBox);
  return () => window.removeEventListener('focus', focusBox);
}

/** Whatever is to be said is said here. */
function Announcements({ panel }: { readonly panel: Panel }): JSX.Element {
  const t = panel.translate.value;
  const { isOpen, deleted } = panel.history;
  const said = [
    isOpen.value && deleted.value ? deletedText(deleted.value, t) : '',
    announce(panel.conversation.announcement.value, t),
  ];
  return <LiveRegion>{said.filter((text) => text !== '').join(' ')}</LiveRegion>;
}

function announce(announcement: Announcement, t: Translate): string {
  if (typeof announcement === 'object') {
    return retryText(announcement, Math.ceil(announcement.delayMs / 1_000), t);
  }
  switch (announcement) {
    case '':
      return '';
    case 'Answering':
      return t('Answering');
    case 'Answer finished':
      return t('Answer finished');
    case 'Stopped':
      return t('Stopped');
  }
}
