// Between VS Code's documents and the texts that src/edit works on, whose lines all end in `\n`.
import * as vscode from 'vscode';
import type { TextChange } from '../../edit/textChanges.ts';

export function normalizedText(document: vscode.TextDocument): string {
  return normalizeLineEnds(document.getText());
}

export function normalizeLineEnds(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

/** The text with the line ends of `document`. */
export function withLineEndsOf(document: vscode.TextDocument, text: string): string {
  return document.eol === vscode.EndOfLine.CRLF ? text.replaceAll('\n', '\r\n') : text;
}

/** Changes of the document's normalized text as edits of the document. */
export function toTextEdits(document: vscode.TextDocument, changes: readonly TextChange[]): vscode.TextEdit[] {
  const positionAt = positionFinder(normalizedText(document));
  return changes.map(({ start, end, text }) =>
    vscode.TextEdit.replace(new vscode.Range(positionAt(start), positionAt(end)), withLineEndsOf(document, text)),
  );
}

/** Ascending offsets only, each call going on where the last one ended. */
function positionFinder(text: string): (offset: number) => vscode.Position {
  let line = 0;
  let lineStart = 0;
  return (offset) => {
    for (let next = text.indexOf('\n', lineStart); next !== -1 && next < offset; next = text.indexOf('\n', lineStart)) {
      line += 1;
      lineStart = next + 1;
    }
    return new vscode.Position(line, offset - lineStart);
  };
}
