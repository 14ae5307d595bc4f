// A file that the user picked, before its content is known.

export interface ImportedFile {
  /** The path of the file; for Cline, the name of its folder identifies the task. */
  readonly path: string;
  /** When the file was last modified, in milliseconds since 1970. */
  readonly modifiedAt: number;
}
