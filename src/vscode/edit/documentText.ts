// VS Code's documents as src/edit sees them: texts whose lines all end in `\n`.
import * as vscode from 'vscode';
import { createEditTarget, type EditTarget } from '../../edit/editTarget.ts';
import { normalizeLineEnds, offsetOf, positionFinder, withLineEnds, type TextPosition } from '../../edit/lineEnds.ts';
import type { TextChange } from '../../edit/textChanges.ts';
import type { CodeTarget } from '../host/codeTarget.ts';

export function normalizedText(document: vscode.TextDocument): string {
  return normalizeLineEnds(document.getText());
}

/** The lines that are to be replaced. */
export function toEditTarget({ document, range }: CodeTarget): EditTarget {
  const { languageId, uri } = document;
  const text = normalizedText(document);
  const file = { label: vscode.workspace.asRelativePath(uri), languageId, text };
  return createEditTarget(file, offsetOf(text, range.start), offsetOf(text, range.end));
}

/** The text with the line ends of `document`. */
export function withLineEndsOf(document: vscode.TextDocument, text: string): string {
  return withLineEnds(text, document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
}

/** Changes of the document's normalized text as edits of the document. */
export function toTextEdits(document: vscode.TextDocument, changes: readonly TextChange[]): vscode.TextEdit[] {
  const find = positionFinder(normalizedText(document));
  const positionAt = (offset: number): vscode.Position => toPosition(find(offset));
  return changes.map(({ start, end, text }) =>
    vscode.TextEdit.replace(new vscode.Range(positionAt(start), positionAt(end)), withLineEndsOf(document, text)),
  );
}

export function toPosition({ line, character }: TextPosition): vscode.Position {
  return new vscode.Position(line, character);
}
