// A file that the user picked, before anything of it is known.

export interface ImportedFile {
  /** The path of the file: Cline names its folder after the task. */
  readonly path: string;
  /** When it was written, in milliseconds since 1970. */
  readonly modifiedAt: number;
}
