// What clicks within a model's text do. One listener for all of it, since its elements come and go.
import { readCode, readLanguage, type CodeAction } from '../../markdown/codeBlock.ts';
import type { Panel } from '../state/panel.ts';

/** How long the check mark of a copy button stays, in milliseconds. */
const checkTime = 1_500;

export function handleMarkdownClick(panel: Panel, event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target : undefined;
  const link = target?.closest('.markdown a');
  if (link instanceof HTMLAnchorElement) {
    // VS Code's own listener on the document would open it a second time.
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'click') {
      panel.host.post({ type: 'link-opened', url: link.href });
    }
    return;
  }
  const button = target?.closest('.code-actions button');
  const block = button?.closest('.code-block');
  if (button instanceof HTMLButtonElement && block && event.type === 'click') {
    runCodeAction(panel, button, block);
  }
}

function runCodeAction(panel: Panel, button: HTMLButtonElement, block: Element): void {
  const code = readCode(block);
  const actions: Readonly<Record<CodeAction, () => void>> = {
    'copy-code': () => {
      panel.host.post({ type: 'text-copied', text: code });
      showCheck(button);
    },
    'insert-code': () => panel.host.post({ type: 'code-inserted', code }),
    'open-code': () => panel.host.post({ type: 'code-opened', code, language: readLanguage(block) }),
  };
  const action = Object.entries(actions).find(([name]) => name === button.dataset['action']);
  action?.[1]();
}

function showCheck(button: HTMLButtonElement): void {
  button.classList.replace('codicon-copy', 'codicon-check');
  setTimeout(() => button.classList.replace('codicon-check', 'codicon-copy'), checkTime);
}
