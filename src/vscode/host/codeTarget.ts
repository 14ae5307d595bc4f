// Code that an action is about.
import type * as vscode from 'vscode';

export interface CodeTarget {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
}

export interface FoundCode {
  readonly target: CodeTarget;
  /** False where what was passed to the command tells that something else than our menus, or the user's keys, has called it. */
  readonly isOwnDoing: boolean;
}

/** Finds the code that a command is about; undefined where there is none. */
export type FindCode = (passed: readonly unknown[]) => Promise<FoundCode | undefined>;
