// The Spend page's entry: connects to the host and draws the page.
import { render } from 'preact';
import { spendHostMessageSchema } from '../../protocol/spend.ts';
import { connectHost } from '../kit/host.ts';
import { SpendState } from './state/spendState.ts';
import { SpendView } from './view/spendView.tsx';

const root = document.querySelector('#root');
if (root) {
  const spend = new SpendState(connectHost(window, spendHostMessageSchema));
  render(<SpendView spend={spend} />, root);
  spend.start();
}
