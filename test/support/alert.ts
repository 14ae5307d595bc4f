// What an error alert says, and which remedies it offers.
import { expect } from 'vitest';
import { alerts, type ChatWindow } from './chat.ts';

export interface Alert {
  readonly says: string;
  /** The names of the buttons, in order, without the small one that copies the request's id. */
  readonly offers: readonly string[];
}

export const cutOff: Alert = {
  says: 'The answer may be incomplete: the connection ended early. All that came is kept.',
  offers: ['Continue', 'Retry'],
};
export const trouble: Alert = { says: 'The gateway has trouble. Nothing is lost: try again.', offers: ['Retry'] };
export const unreachable: Alert = { says: 'The gateway cannot be reached.', offers: ['Diagnose', 'Retry'] };
export const creditsUsedUp: Alert = {
  says: 'Your credits are used up',
  offers: ['Top up', 'Choose another model'],
};

/** Waits until the chat shows exactly one alert, and expects this sentence and these buttons. */
export async function expectOneAlert(window: ChatWindow, { says, offers }: Alert): Promise<void> {
  await window.waitFor(
    () => alerts(window).allInnerTexts(),
    (texts) => texts.length === 1 && texts.every((text) => text.includes(says)),
  );
  const names = await alerts(window)
    .getByRole('button')
    .evaluateAll((buttons) => buttons.map((button) => button.ariaLabel ?? button.textContent));
  expect(names.filter((name) => name !== 'Copy request ID')).toEqual(offers);
}
