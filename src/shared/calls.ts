// Methods of another thread, as they are called from here.

/** The same methods with the same parameters, each answered by a promise. */
export type Calls<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (...parameters: infer Parameters) => infer Result
    ? (...parameters: Parameters) => Promise<Result>
    : never;
};
