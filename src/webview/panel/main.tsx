// The chat panel's entry: connects to the host and draws the views.
import { render } from 'preact';
import { hostMessageSchema } from '../../protocol/panel.ts';
import { connectHost } from '../kit/host.ts';
import { Panel } from './state/panel.ts';
import { App } from './view/app.tsx';

const root = document.querySelector('#root');
if (root) {
  const panel = new Panel(connectHost(window, hostMessageSchema));
  render(<App panel={panel} />, root);
  panel.start();
  for (const target of [window, document]) {
    for (const type of ['blur', 'pagehide', 'visibilitychange']) {
      target.addEventListener(type, () => panel.keepDrafts());
    }
  }
}
