// The chat panel's entry.
import { hostMessageSchema } from '../../protocol/panel.ts';
import { startPage } from '../kit/startPage.ts';
import { Panel } from './state/panel.ts';
import { App } from './view/app.tsx';

const panel = startPage({
  schema: hostMessageSchema,
  create: (host) => new Panel(host),
  draw: (state) => <App panel={state} />,
});
if (panel) {
  for (const target of [window, document]) {
    for (const type of ['blur', 'pagehide', 'visibilitychange']) {
      target.addEventListener(type, () => panel.keepDrafts());
    }
  }
}
