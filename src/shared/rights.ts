// The rights of a command or of a page's message: what it needs, and what it may do. `vscode/host/gate.ts` enforces them.

interface Deeds {
  /** Sends the contents of a file; the user is asked first where they or the file's name suggest secrets. */
  readonly sendsFile: boolean;
  /** Sends a paid request without a further question; the user is asked first where something else may have made the call. */
  readonly isPaid: boolean;
}

/** A change of code needs the user's trust in the workspace. */
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
