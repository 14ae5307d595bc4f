// Replaces `vscode` by the stand-in in programs that do not run in vitest, whose configuration does the same.
import { registerHooks } from 'node:module';

/** Makes `vscode` resolve to the stand-in in all modules that are imported later. */
export function leadToStandIn(): void {
  const standIn = new URL('../window/standIn/vscode.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) => next(specifier === 'vscode' ? standIn : specifier, context),
  });
}
