// The answer to a request for code: a sample in each of several languages.
import type { ScriptedAnswer } from '../answer.ts';
import { fenced } from './fences.ts';

interface Sample {
  readonly language: string;
  readonly name: string;
  readonly code: string;
}

export const codeSamples: readonly Sample[] = [
  {
    language: 'ts',
    name: 'TypeScript',
    code: "export function greet(name: string): string {\n  return `Hello, ${name || 'you'}!`;\n}\n",
  },
  {
    language: 'python',
    name: 'Python',
    code: 'def greet(name: str = "you") -> str:\n    """Say hello."""\n    return f"Hello, {name}!"\n',
  },
  {
    language: 'go',
    name: 'Go',
    code: 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println("Hello, you!")\n}\n',
  },
  {
    language: 'rust',
    name: 'Rust',
    code: 'fn greet(name: &str) -> String {\n    format!("Hello, {name}!")\n}\n',
  },
  {
    language: 'sql',
    name: 'SQL',
    code: 'SELECT model, SUM(credits) AS spent\nFROM ledger\nGROUP BY model\nORDER BY spent DESC;\n',
  },
  {
    language: 'bash',
    name: 'Bash',
    code: '#!/usr/bin/env bash\nset -euo pipefail\nfor name in "$@"; do\n  echo "Hello, $name!"\ndone\n',
  },
  {
    language: 'json',
    name: 'JSON',
    code: '{\n  "greeting": "Hello",\n  "times": 3,\n  "polite": true\n}\n',
  },
  {
    language: 'html',
    name: 'HTML',
    code: '<p class="greeting">Hello, <strong>you</strong>!</p>\n',
  },
  {
    language: 'css',
    name: 'CSS',
    code: '.greeting {\n  color: var(--accent);\n  margin: 0 auto;\n}\n',
  },
];

export function codeAnswer(): ScriptedAnswer {
  const blocks = codeSamples.map(({ name, code, language }) => `### ${name}\n\n${fenced(code, language)}`);
  return {
    text: `This is a scripted answer from the local gateway: a greeting in ${codeSamples.length} languages.\n\n${blocks.join('\n\n')}\n\nNone of it was run.`,
  };
}
