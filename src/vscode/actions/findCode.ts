// Which code an action is about: the selection, else the symbol at the cursor, else its line.
import * as vscode from 'vscode';
import type { CodeTarget, FindCode } from '../host/codeTarget.ts';
import type { OfferedCode } from './offeredCode.ts';

/** Finds what the lightbulb has offered, else what the user has before them; nothing where that is blank. */
export function createCodeFinder(offered: OfferedCode): FindCode {
  return async (passed) => {
    const isOffered = offered.has(passed[0]);
    const target = offered.take(passed[0]) ?? (await activeTarget());
    if (!target || target.document.getText(target.range).trim() === '') {
      return undefined;
    }
    return { target, isOwnDoing: isOffered || isFromMenu(passed, target.document.uri) };
  };
}

/** Keys and the palette pass nothing, a menu of the editor first the address of its document. */
function isFromMenu(passed: readonly unknown[], active: vscode.Uri): boolean {
  const [uri] = passed;
  return passed.length === 0 || (uri instanceof vscode.Uri && uri.toString() === active.toString());
}

async function activeTarget(): Promise<CodeTarget | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    return undefined;
  }
  const { document, selection } = editor;
  if (!selection.isEmpty) {
    return { document, range: selection };
  }
  const symbol = await symbolAt(document, selection.active);
  return { document, range: symbol ?? document.lineAt(selection.active.line).range };
}

/** The innermost symbol that spans several lines around the position. */
async function symbolAt(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Range | undefined> {
  const symbols = await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
  let level: unknown = symbols;
  let found: vscode.Range | undefined;
  while (Array.isArray(level)) {
    const inside: unknown = level.find((symbol: unknown) => rangeOf(symbol)?.contains(position));
    const range = rangeOf(inside);
    if (range && !range.isSingleLine) {
      found = range;
    }
    level = hasChildren(inside) ? inside.children : undefined;
  }
  return found;
}

/** Providers answer with DocumentSymbols, or with the older SymbolInformation, which has no children. */
function rangeOf(symbol: unknown): vscode.Range | undefined {
  if (typeof symbol !== 'object' || symbol === null) {
    return undefined;
  }
  if ('range' in symbol && symbol.range instanceof vscode.Range) {
    return symbol.range;
  }
  return symbol instanceof vscode.SymbolInformation ? symbol.location.range : undefined;
}

function hasChildren(symbol: unknown): symbol is { readonly children: readonly unknown[] } {
  return typeof symbol === 'object' && symbol !== null && 'children' in symbol && Array.isArray(symbol.children);
}
