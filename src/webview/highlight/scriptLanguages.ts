// Grammars of the web, of scripting languages and of data formats.
import type { LanguageFn } from 'highlight.js';
import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import json from 'highlight.js/lib/languages/json';
import markdown from 'highlight.js/lib/languages/markdown';
import php from 'highlight.js/lib/languages/php';
import powershell from 'highlight.js/lib/languages/powershell';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

export const scriptLanguages: Readonly<Record<string, LanguageFn>> = {
  bash,
  css,
  // The grammar of TypeScript colours JavaScript as well, which saves the bundle a second grammar.
  javascript: typescript,
  json,
  markdown,
  php,
  powershell,
  python,
  ruby,
  typescript,
  xml,
  yaml,
};
