// Adds a comment line at the top of code, in the syntax of its language.

const note = "Refactored by the local gateway's script.";

const hash = `# ${note}`;
const dashes = `-- ${note}`;
const semicolon = `; ${note}`;
const percent = `% ${note}`;
const markup = `<!-- ${note} -->`;

/** The comment in each language; languages that are not listed use `//`. */
const comments = new Map<string, string>([
  ...words('python py ruby rb shellscript bash sh zsh fish yaml yml toml r perl pl elixir makefile', hash),
  ...words('dockerfile powershell ps1 julia nix graphql properties dotenv coffeescript plaintext text', hash),
  ...words('sql lua haskell elm ada', dashes),
  ...words('ini lisp clojure scheme', semicolon),
  ...words('latex tex erlang matlab', percent),
  ...words('html xml svg markdown md vue svelte', markup),
  ...words('css', `/* ${note} */`),
  ...words('vb', `' ${note}`),
  ...words('bat', `REM ${note}`),
]);

function words(names: string, comment: string): (readonly [string, string])[] {
  return names.split(' ').map((name) => [name, comment]);
}

/** Lines that must stay the first line of their file. */
const firstLine = /^(?:#!|<\?|<!doctype|# -\*-|@charset)/i;

export function addTopComment(code: string, language: string): string {
  const name = language.toLowerCase();
  if (name === 'json') {
    return addJsonNote(code);
  }
  const lineBreak = code.includes('\r\n') ? '\r\n' : '\n';
  const indent = /^(?:[ \t]*\r?\n)*([ \t]*)\S/.exec(code)?.[1] ?? '';
  const comment = `${indent}${comments.get(name) ?? `// ${note}`}${lineBreak}`;
  if (firstLine.test(code)) {
    const end = code.indexOf('\n') + 1;
    return end === 0 ? `${code}${lineBreak}${comment}` : code.slice(0, end) + comment + code.slice(end);
  }
  return comment + code;
}

/** JSON has no comments, so an object whose brace is followed by a line break gets a property; other JSON stays as it is. */
function addJsonNote(code: string): string {
  return code.replace(/^(\s*\{[ \t]*(\r?\n)([ \t]*))(?=")/, `$1"$comment": ${JSON.stringify(note)},$2$3`);
}
