// What a paid request is for: told by whoever asks, read by budgets and the ledger.
import type { Feature } from './credits.ts';

export interface Purpose {
  readonly feature: Feature;
  readonly chatId?: string | undefined;
  /** The answer that it writes. */
  readonly messageId?: string | undefined;
  readonly workspace?: { readonly id: string; readonly name: string } | undefined;
  /** The user wants it, whatever the budgets say. */
  readonly isApproved?: boolean | undefined;
}
