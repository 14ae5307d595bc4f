// Disposables that end together, the last first: what was made later may need what was made before.
import type { Disposable } from 'vscode';

/** What is added after the store was disposed is disposed at once, so that late arrivals do not leak. */
export class DisposableStore implements Disposable {
  readonly #items = new Set<Disposable>();
  #isDisposed = false;

  add<T extends Disposable>(item: T): T {
    if (this.#isDisposed) {
      item.dispose();
    } else {
      this.#items.add(item);
    }
    return item;
  }

  /** Resolves when what takes a while has ended, too; VS Code does not wait for it. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    const items = [...this.#items].reverse();
    this.#items.clear();
    await Promise.all(items.map((item): unknown => item.dispose()));
  }
}
