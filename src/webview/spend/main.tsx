// The Spend page's entry.
import { spendHostMessageSchema } from '../../protocol/spend.ts';
import { startPage } from '../kit/startPage.ts';
import { SpendState } from './state/spendState.ts';
import { SpendView } from './view/spendView.tsx';

startPage({
  schema: spendHostMessageSchema,
  create: (host) => new SpendState(host),
  draw: (spend) => <SpendView spend={spend} />,
});
