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

  /** Presses the button in the title line with exactly that name; waits for it. */
  async press(name: string): Promise<void> {
    (await this.waitForButton(name)).press(name);
  }

  /** Waits for the button in the title line with exactly that name. */
  async waitForButton(name: string): Promise<ShownInput> {
    const names = () => Promise.resolve(this.#shown()?.buttons.map(({ tooltip }) => tooltip) ?? []);
    await this.#patience.waitFor(names, (all) => all.includes(name));
    return this.waitFor();
  }

  /** Presses the button of the row with exactly that label. */
  async pressInRow(label: string, name: string): Promise<void> {
    (await this.waitFor()).pressInRow(label, name);
  }

  /** Waits until the row with exactly that label has the button. */
  async waitForButtonInRow(label: string, name: string): Promise<void> {
    const input = await this.waitFor();
    const names = () => Promise.resolve(input.labels.includes(label) ? input.buttonsInRow(label) : []);
    await this.#patience.waitFor(names, (all) => all.includes(name));
  }

  /** Waits until the line under a box holds that: what is wrong with the text, else the prompt. */
  async waitForMessage(text: string): Promise<void> {
    const message = (): string => {
      const input = this.#shown();
      const wrong = input?.validationMessage;
      const said = typeof wrong === 'string' ? wrong : wrong?.message;
      return (said === '' ? undefined : said) ?? input?.prompt ?? '';
    };
    await this.#patience.waitFor(
      () => Promise.resolve(message()),
      (shown) => shown.includes(text),
    );
  }
}
