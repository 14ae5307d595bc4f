// VS Code's ids of languages, by the names that models give to code blocks. Pure.

/** Where the two differ. */
const ids: Readonly<Record<string, string>> = {
  bash: 'shellscript',
  sh: 'shellscript',
  shell: 'shellscript',
  zsh: 'shellscript',
  js: 'javascript',
  jsx: 'javascriptreact',
  ts: 'typescript',
  tsx: 'typescriptreact',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  md: 'markdown',
  yml: 'yaml',
  'c++': 'cpp',
  'c#': 'csharp',
  cs: 'csharp',
  ps1: 'powershell',
};

/** The id for the name of a code block, where `known` has it; undefined where VS Code does not know the language. */
export function languageIdOf(name: string, known: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  const id = Object.hasOwn(ids, lower) ? ids[lower] : lower;
  return known.find((one) => one === id);
}
