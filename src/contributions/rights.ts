// What a command or a message of a page needs, and what it may do. The gate goes by it.

interface Deeds {
  /** Sends what is in a file: one that looks as if it held secrets is asked about first. */
  readonly sendsFile: boolean;
  /** Sends a paid request without a further question: where something else than the user may have asked for it, they are asked first. */
  readonly isPaid: boolean;
}

/** Whatever changes code needs the user's trust in the workspace. */
export type Rights = Deeds &
  (
    | { readonly needsTrust: true; readonly changesCode: boolean }
    | { readonly needsTrust: false; readonly changesCode: false }
  );

export const nothing = {
  needsTrust: false,
  changesCode: false,
  sendsFile: false,
  isPaid: false,
} as const satisfies Rights;
export const paid = { ...nothing, isPaid: true } as const satisfies Rights;
export const change = { ...nothing, needsTrust: true, changesCode: true } as const satisfies Rights;
