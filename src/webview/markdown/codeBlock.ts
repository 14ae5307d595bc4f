// The elements of a code block. Code is written in chunks, because the browser lays out a whole text node again whenever it grows.

import type { Translate } from '../../shared/translate.ts';
import { createMarker } from './hiddenBadge.ts';

/** A chunk holds at most this many lines, and about this many characters if lines are very long. */
const linesPerChunk = 32;
const charactersPerChunk = 8_192;

export type CodeAction = 'copy-code' | 'insert-code' | 'open-code';

const languageNames: Readonly<Record<string, string>> = {
  bash: 'Bash',
  c: 'C',
  cpp: 'C++',
  cs: 'C#',
  csharp: 'C#',
  css: 'CSS',
  go: 'Go',
  html: 'HTML',
  java: 'Java',
  javascript: 'JavaScript',
  js: 'JavaScript',
  json: 'JSON',
  jsx: 'JSX',
  kotlin: 'Kotlin',
  md: 'Markdown',
  markdown: 'Markdown',
  php: 'PHP',
  powershell: 'PowerShell',
  py: 'Python',
  python: 'Python',
  ruby: 'Ruby',
  rust: 'Rust',
  sh: 'Shell',
  sql: 'SQL',
  toml: 'TOML',
  ts: 'TypeScript',
  tsx: 'TSX',
  typescript: 'TypeScript',
  xml: 'XML',
  yaml: 'YAML',
  yml: 'YAML',
};

/** `write` appends code, and may be called any number of times; how the code is cut into calls makes no difference. */
export interface CodeBlock {
  readonly element: HTMLElement;
  write(code: string): void;
}

/** `language`: the first word of the fence's info string, empty if there is none. */
export function createCodeBlock(language: string, t: Translate): CodeBlock {
  const element = createElement('div', 'code-block');
  element.dataset['language'] = language;
  element.role = 'group';
  const name = createElement('span', 'code-language');
  name.textContent = nameOf(language);
  element.ariaLabel = name.textContent || t('Code');
  const actions = createElement('div', 'code-actions');
  actions.append(
    createButton('copy-code', t('Copy code'), 'copy'),
    createButton('insert-code', t('Insert at cursor'), 'insert'),
    createButton('open-code', t('New file'), 'new-file'),
  );
  const header = createElement('div', 'code-header');
  header.append(name, actions);
  const code = document.createElement('code');
  const scroller = document.createElement('pre');
  scroller.append(code);
  element.append(header, scroller);
  const writeCode = createWriter(code);
  const markHidden = createMarker((badge) => name.after(badge), t);
  return {
    element,
    write: (text) => {
      writeCode(text);
      markHidden(text);
    },
  };
}

/** The code exactly as the model wrote it, without the line end before the closing fence. */
export function readCode(block: Element): string {
  const code = block.querySelector('code')?.textContent ?? '';
  return code.endsWith('\n') ? code.slice(0, -1) : code;
}

export function readLanguage(block: Element): string {
  return (block instanceof HTMLElement ? block.dataset['language'] : undefined) ?? '';
}

/** True if both nodes are code blocks with the same code and language; highlighting is ignored. */
export function hasSameCode(one: Node, other: Node): boolean {
  return (
    one instanceof HTMLElement &&
    other instanceof HTMLElement &&
    one.className === 'code-block' &&
    other.className === 'code-block' &&
    readLanguage(one) === readLanguage(other) &&
    one.querySelector('code')?.textContent === other.querySelector('code')?.textContent
  );
}

function nameOf(language: string): string {
  const known = language.toLowerCase();
  return Object.hasOwn(languageNames, known) ? (languageNames[known] ?? language) : language;
}

function createButton(action: CodeAction, label: string, icon: string): HTMLElement {
  const button = createElement('button', `icon-button codicon codicon-${icon}`);
  button.setAttribute('type', 'button');
  button.dataset['action'] = action;
  button.ariaLabel = label;
  button.title = label;
  return button;
}

function createWriter(code: HTMLElement): (text: string) => void {
  let chunk: Text | undefined;
  let lines = 0;
  return (text) => {
    let position = 0;
    while (position < text.length) {
      if (!chunk || isFull(chunk, lines)) {
        chunk = document.createTextNode('');
        lines = 0;
        const element = createElement('span', 'code-chunk');
        element.append(chunk);
        code.append(element);
      }
      const piece = takePiece(text, position, linesPerChunk - lines, Math.max(1, charactersPerChunk - chunk.length));
      chunk.appendData(piece.text);
      lines += piece.lines;
      position += piece.text.length;
    }
  };
}

function isFull(chunk: Text, lines: number): boolean {
  if (lines >= linesPerChunk) {
    return true;
  }
  const isHalfPair = /[\uD800-\uDBFF]$/.test(chunk.data.slice(-1));
  return chunk.length >= charactersPerChunk && !isHalfPair;
}

function takePiece(text: string, start: number, maxLines: number, maxLength: number): { text: string; lines: number } {
  const limit = Math.min(text.length, start + maxLength);
  let end = start;
  let lines = 0;
  while (end < limit && lines < maxLines) {
    const lineEnd = text.indexOf('\n', end);
    if (lineEnd === -1 || lineEnd >= limit) {
      end = limit;
    } else {
      end = lineEnd + 1;
      lines += 1;
    }
  }
  return { text: text.slice(start, end), lines };
}

function createElement(tag: 'div' | 'span' | 'button', className: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
