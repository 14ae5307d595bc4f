// Maps highlight.js scopes to the few classes that panel.css colours, grouped as VS Code's own themes group them.
// Scopes: https://highlightjs.readthedocs.io/en/latest/css-classes-reference.html

const classes: Readonly<Record<string, string>> = {
  keyword: 'keyword',
  literal: 'keyword',
  'variable.language': 'keyword',
  'meta.keyword': 'control',
  meta: 'keyword',
  string: 'string',
  'meta.string': 'string',
  'char.escape': 'escape',
  subst: '',
  number: 'number',
  comment: 'comment',
  doctag: 'keyword',
  quote: 'comment',
  'title.function': 'function',
  'title.function.invoke': 'function',
  title: 'function',
  'title.class': 'type',
  'title.class.inherited': 'type',
  type: 'type',
  class: 'type',
  variable: 'variable',
  'variable.constant': 'constant',
  'template-variable': 'variable',
  params: 'variable',
  property: 'variable',
  attr: 'variable',
  attribute: 'variable',
  symbol: 'constant',
  regexp: 'regexp',
  tag: 'punctuation',
  name: 'tag',
  'selector-tag': 'tag',
  'selector-class': 'escape',
  'selector-id': 'escape',
  'selector-attr': 'escape',
  'selector-pseudo': 'escape',
  section: 'heading',
  bullet: 'keyword',
  code: 'string',
  link: 'string',
  emphasis: 'emphasis',
  strong: 'strong',
  addition: 'addition',
  deletion: 'deletion',
};

const controlWords: ReadonlySet<string> = new Set(
  (
    'if else elif for while do return import from export default switch case break continue try catch except finally ' +
    'throw raise await yield with as match when goto defer select range loop then fi done esac in require use include'
  ).split(' '),
);

/** Lower-case built-in names that are types, in languages whose grammar has no scope of its own for types. */
const builtInTypes: ReadonlySet<string> = new Set(
  'any void number boolean string object never symbol bigint unknown'.split(' '),
);

/** The class for `text` in this scope; undefined if the enclosing scope decides. */
export function tokenClass(scope: string, text: string): string | undefined {
  if (scope === 'keyword' && controlWords.has(text)) {
    return 'control';
  }
  if (scope === 'built_in') {
    return /^[A-Z]/.test(text) || builtInTypes.has(text) ? 'type' : 'function';
  }
  return Object.hasOwn(classes, scope) ? classes[scope] : undefined;
}
