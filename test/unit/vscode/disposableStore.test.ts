import { expect, it } from 'vitest';
import { DisposableStore } from '../../../src/vscode/host/disposableStore.ts';

it('ends the last first, and what comes late at once', () => {
  const ended: string[] = [];
  const store = new DisposableStore();
  for (const name of ['first', 'second']) {
    store.add({ dispose: () => ended.push(name) });
  }
  void store.dispose();
  expect(ended).toEqual(['second', 'first']);
  store.add({ dispose: () => ended.push('late') });
  void store.dispose();
  expect(ended).toEqual(['second', 'first', 'late']);
});
