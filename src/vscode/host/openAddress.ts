// Addresses of the web and of mail, opened as they are.
import * as vscode from 'vscode';

/** `url` as `toSafeUrl` gives it. VS Code itself asks about hosts that are not trusted. */
export async function openAddress(url: string): Promise<void> {
  const uri = vscode.Uri.parse(url, true);
  // VS Code writes an address anew before it opens it: `%23` becomes `%2523`, `%26` parts what was one. As text it stays as it is.
  if (uri.scheme === 'mailto' || encodeURI(uri.toString(true)) === url) {
    await vscode.env.openExternal(uri);
  } else {
    await vscode.commands.executeCommand('vscode.open', url);
  }
}
