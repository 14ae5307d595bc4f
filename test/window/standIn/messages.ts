// Notifications and modal questions: shown until somebody presses a button, or closes them.

export interface Message {
  readonly text: string;
  /** What a modal one says in smaller letters. */
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly isModal: boolean;
  /** Ends it; undefined closes it without an answer. */
  readonly answer: (button: string | undefined) => void;
}

interface MessageOptions {
  readonly modal?: boolean;
  readonly detail?: string;
}

export class Messages {
  #open: readonly Message[] = [];

  /** Those that are open, oldest first. */
  get open(): readonly Message[] {
    return this.#open;
  }

  /** What `vscode.window.show…Message` does, whatever its severity. */
  readonly show = (text: string, ...rest: readonly (MessageOptions | string)[]): Promise<string | undefined> => {
    const options = rest.find((item) => typeof item === 'object');
    const buttons = rest.filter((item) => typeof item === 'string');
    return new Promise((resolve) => {
      this.#add(text, options ?? {}, buttons, resolve);
    });
  };

  /** What `vscode.window.withProgress` shows while the job runs, with Cancel where it can be cancelled. */
  async showWhile<Result>(text: string, job: (cancelled: Promise<void>) => Promise<Result>): Promise<Result> {
    const cancelled = Promise.withResolvers<undefined>();
    const message = this.#add(text, {}, ['Cancel'], (button) => {
      if (button === 'Cancel') {
        cancelled.resolve(undefined);
      }
    });
    try {
      return await job(cancelled.promise);
    } finally {
      message.answer(undefined);
    }
  }

  clear(): void {
    for (const message of this.#open) {
      message.answer(undefined);
    }
  }

  #add(
    text: string,
    { modal = false, detail = '' }: MessageOptions,
    buttons: readonly string[],
    resolve: (button: string | undefined) => void,
  ): Message {
    const message: Message = {
      text,
      detail,
      buttons,
      isModal: modal,
      answer: (button) => {
        this.#open = this.#open.filter((other) => other !== message);
        resolve(button);
      },
    };
    this.#open = [...this.#open, message];
    return message;
  }
}
