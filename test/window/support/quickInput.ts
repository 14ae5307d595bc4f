// The input at the top of VS Code, as a person uses it: the stand-in's counterpart of test/harness/quickInput.ts.
import type { QuickInput as ShownInput } from '../standIn/quickInputs.ts';

interface Patience {
  waitFor<Value>(read: () => Promise<Value>, condition: (value: Value) => boolean): Promise<Value>;
}

export class QuickInput {
  readonly #shown: () => ShownInput | undefined;
  readonly #patience: Patience;

  constructor(shown: () => ShownInput | undefined, patience: Patience) {
    this.#shown = shown;
    this.#patience = patience;
  }

  get isVisible(): boolean {
    return this.#shown() !== undefined;
  }

  /** Waits until it asks and can be used, and for that title where one is given. */
  async waitFor(title?: string): Promise<ShownInput> {
    const input = await this.#patience.waitFor(
      () => Promise.resolve(this.#shown()),
      (shown) => shown?.isEnabled() === true && (title === undefined || shown.title === title),
    );
    if (!input) {
      throw new Error('Nothing is asked.');
    }
    return input;
  }

  /** Replaces the text of the box. */
  async type(text: string): Promise<void> {
    (await this.waitFor()).type(text);
  }

  async accept(): Promise<void> {
    (await this.waitFor()).accept();
  }

  async answer(text: string): Promise<void> {
    await this.type(text);
    await this.accept();
  }

  async cancel(): Promise<void> {
    (await this.waitFor()).hide();
  }

  /** Waits for the row with exactly that label and chooses it. */
  async pick(label: string): Promise<void> {
    await this.waitForLabels((labels) => labels.includes(label));
    const input = await this.waitFor();
    input.activate(label);
    input.accept();
  }

  /** Waits until the labels of the rows, in their order and as far as they match what was typed, satisfy the condition. */
  async waitForLabels(condition: (labels: readonly string[]) => boolean): Promise<readonly string[]> {
    return await this.#patience.waitFor(() => Promise.resolve(this.#shown()?.labels ?? []), condition);
  }

  /** Waits until the box says that something is wrong with its text. */
  async waitForMessage(text: string): Promise<void> {
    const message = (): string => {
      const shown = this.#shown()?.validationMessage;
      return typeof shown === 'string' ? shown : (shown?.message ?? '');
    };
    await this.#patience.waitFor(
      () => Promise.resolve(message()),
      (shown) => shown.includes(text),
    );
  }
}
