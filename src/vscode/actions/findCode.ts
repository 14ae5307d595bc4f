// Which code an action is about: the selection, else the symbol at the cursor, else its line.
import * as vscode from 'vscode';
import { innermostBlock, type CodeBlock } from '../../edit/innermostBlock.ts';
import { toPosition } from '../edit/documentText.ts';
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

async function symbolAt(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Range | undefined> {
  const symbols: unknown = await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
  const { start, end } = innermostBlock(blocksOf(symbols), position) ?? {};
  return start && end && new vscode.Range(toPosition(start), toPosition(end));
}

/** Providers answer with DocumentSymbols, or with the older SymbolInformation, which has no children. */
function blocksOf(symbols: unknown): readonly CodeBlock[] {
  return Array.isArray(symbols) ? symbols.flatMap(blockOf) : [];
}

function blockOf(symbol: unknown): readonly CodeBlock[] {
  const range = rangeOf(symbol);
  return range ? [{ start: range.start, end: range.end, children: blocksOf(childrenOf(symbol)) }] : [];
}

function rangeOf(symbol: unknown): vscode.Range | undefined {
  if (typeof symbol !== 'object' || symbol === null) {
    return undefined;
  }
  if ('range' in symbol && symbol.range instanceof vscode.Range) {
    return symbol.range;
  }
  return symbol instanceof vscode.SymbolInformation ? symbol.location.range : undefined;
}

function childrenOf(symbol: unknown): unknown {
  return typeof symbol === 'object' && symbol !== null && 'children' in symbol ? symbol.children : undefined;
}
