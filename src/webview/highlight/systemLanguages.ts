// Grammars of compiled languages and of tools.
import type { LanguageFn } from 'highlight.js';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import kotlin from 'highlight.js/lib/languages/kotlin';
import rust from 'highlight.js/lib/languages/rust';
import shell from 'highlight.js/lib/languages/shell';
import sql from 'highlight.js/lib/languages/sql';

export const systemLanguages: Readonly<Record<string, LanguageFn>> = {
  // The grammar of C++ colours C as well, as TypeScript's does JavaScript.
  c: cpp,
  cpp,
  csharp,
  diff,
  dockerfile,
  go,
  ini,
  java,
  kotlin,
  rust,
  shell,
  sql,
};
