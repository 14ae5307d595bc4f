// For programs that are no tests of vitest, whose configuration does the same.
import { registerHooks } from 'node:module';

/** From here on `vscode` is the stand-in, in whatever is imported later. */
export function leadToStandIn(): void {
  const standIn = new URL('../window/standIn/vscode.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) => next(specifier === 'vscode' ? standIn : specifier, context),
  });
}
