import { expect, it } from 'vitest';
import { ContextKey } from '../../../src/vscode/host/contextKey.ts';
import { editor } from '../../window/standIn/editor.ts';

it('a context key is told to VS Code at first, and then only where it changes', () => {
  const key = new ContextKey('opencodex.isReviewing');
  const told = (): readonly unknown[] =>
    editor.calledCommands
      .filter(([id]) => id === 'setContext')
      .map(([, name, value]) => `${String(name)} ${String(value)}`);
  key.set(false);
  key.set(false);
  key.set(true);
  key.set(true);
  key.set(false);
  expect(told()).toEqual(['opencodex.isReviewing false', 'opencodex.isReviewing true', 'opencodex.isReviewing false']);
});
