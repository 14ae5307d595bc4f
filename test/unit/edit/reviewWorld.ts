// An editor around a review, in which everything takes its time: what is on its way may come before or after what people do next.
import { expect } from 'vitest';
import { positionFinder } from '../../../src/edit/lineEnds.ts';
import { mergeProposal } from '../../../src/edit/mergeProposal.ts';
import type { Doubt } from '../../../src/shared/doubts.ts';
import { Review, type ReviewEffect, type ReviewEvent } from '../../../src/edit/review.ts';
import { applyChanges, type TextChange } from '../../../src/edit/textChanges.ts';

export const base = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', ''].join('\n');
/** The answer as it grows; the last is the whole. */
const pieces = ['T', 'TW', 'TWO'].map((line) => base.replace('two', line));
const whole = base.replace('two', 'TWO').replace('seven', 'SEVEN');

const wholeOfBase = { start: 0, end: base.length };

/** The proposal's editor, with all that undo and redo lead to. */
interface ProposalEditor {
  texts: string[];
  at: number;
  isDirty: boolean;
  isReadOnly: boolean;
  /** How often its text has changed. */
  version: number;
}

interface Task {
  readonly type: ReviewEffect['type'] | 'load';
  /** @param luck decides what is not ours to decide */
  readonly run: (luck: number) => void;
}

export class ReviewWorld {
  readonly review = new Review(base, wholeOfBase, (text) => text);
  document = base;
  /** Lines that people have typed into the document. */
  readonly typed: string[] = [];
  isForgotten = false;
  isRejected = false;
  readonly #pieces = new Set([base]);
  #file = { text: base, isReadOnly: true };
  #editor: ProposalEditor | undefined = this.#open();
  #tasks: Task[] = [];
  #version = 0;
  #lines = 0;
  /** What was saved while an older text was being read, which is shown in its place now: still what people meant. */
  #overwritten: string | undefined;
  #isEnded = false;
  /** What may be accepted by the review that was closed for it. */
  #acceptable: readonly string[] = [];

  get isInSight(): boolean {
    return this.#editor !== undefined;
  }

  get hasTasks(): boolean {
    return this.#tasks.length > 0;
  }

  /** Something that is on its way comes; what is alike comes in its order. */
  work(luck: number): void {
    const task = this.#tasks[luck % Math.max(1, this.#tasks.length)];
    const first = this.#tasks.find((one) => one.type === task?.type);
    if (first) {
      this.#tasks = this.#tasks.filter((one) => one !== first);
      first.run(luck);
    }
  }

  /** What was to be done fails, if it can. */
  fail(): void {
    const failing = this.#tasks.find(({ type }) =>
      ['read-document', 'show-document', 'change-document'].includes(type),
    );
    if (failing) {
      this.#tasks = this.#tasks.filter((one) => one !== failing);
      this.tell({ type: 'effect-failed' });
    }
  }

  /** By keys and buttons, which are for the review in front. */
  choose(type: 'accept-chosen' | 'reject-chosen'): void {
    if (this.#editor) {
      this.isRejected = false;
      this.tell({ type });
    }
  }

  restore(): void {
    if (this.isRejected) {
      this.tell({ type: 'restore-chosen' });
    }
  }

  growAnswer(luck: number): void {
    const text = pieces[luck % pieces.length] ?? base;
    if (!this.#isEnded) {
      this.#pieces.add(text);
      this.tell({ type: 'answer-grew', text });
    }
  }

  endAnswer(doubts: readonly Doubt[]): void {
    if (!this.#isEnded) {
      this.#isEnded = true;
      this.#pieces.delete(whole);
      this.tell({ type: 'answer-ended', judgement: { kind: 'proposal', text: whole, doubts }, isShown: true });
    }
  }

  typeInDocument(luck: number): void {
    const line = this.#newLine('user');
    this.typed.push(line);
    const start = { line: luck % this.document.split('\n').length, character: 0 };
    this.document = insertLine(this.document, line, luck);
    this.#version += 1;
    this.tell({ type: 'document-edited', edits: [{ start, end: start, text: `${line}\n` }] });
  }

  typeInProposal(luck: number): void {
    const text = this.#textInEditor();
    if (text !== undefined) {
      this.#edit(insertLine(text, this.#newLine('hand'), luck));
    }
  }

  /** By the arrows of the diff. */
  revertProposal(): void {
    if (this.#textInEditor() !== base) {
      this.#edit(base);
    }
  }

  undo(): void {
    const editor = this.#editor;
    if (editor && !editor.isReadOnly && editor.at > 0) {
      editor.at -= 1;
      this.#noteChange('undo');
    }
  }

  redo(): void {
    const editor = this.#editor;
    if (editor && editor.at < editor.texts.length - 1) {
      editor.at += 1;
      this.#noteChange('redo');
    }
  }

  tell(event: ReviewEvent): void {
    this.#do(this.review.handle(event));
  }

  #newLine(who: string): string {
    this.#lines += 1;
    return `${who} ${this.#lines}`;
  }

  #open(): ProposalEditor {
    return { texts: [this.#file.text], at: 0, isDirty: false, isReadOnly: this.#file.isReadOnly, version: 0 };
  }

  #textInEditor(): string | undefined {
    return this.#editor?.texts[this.#editor.at];
  }

  #edit(text: string): void {
    const editor = this.#editor;
    if (editor && !editor.isReadOnly) {
      editor.texts = [...editor.texts.slice(0, editor.at + 1), text];
      editor.at += 1;
      this.#noteChange('other');
    }
  }

  #noteChange(cause: 'undo' | 'redo' | 'other', isDirty = true): void {
    const text = this.#textInEditor();
    if (this.#editor && text !== undefined) {
      this.#editor.isDirty = isDirty;
      this.#editor.version += 1;
      this.tell({ type: 'proposal-changed', change: { text, hasNewText: true, isDirty, cause } });
    }
  }

  /** One after the other, each when the one before is done. */
  #do(effects: readonly ReviewEffect[]): void {
    const [effect, ...others] = effects;
    if (!effect) {
      return;
    }
    const goOn = (event?: ReviewEvent): void => {
      if (event) {
        this.tell(event);
      }
      this.#do(others);
    };
    if (effect.type === 'write') {
      this.#write(effect);
      goOn();
      return;
    }
    const version = this.#version;
    this.#tasks.push({ type: effect.type, run: (luck) => goOn(this.#finish(effect, luck, version)) });
  }

  #write({ text, isReadOnly }: { readonly text: string; readonly isReadOnly: boolean }): void {
    this.#file = { text, isReadOnly };
    this.#tasks.push({ type: 'load', run: () => this.#load() });
  }

  /** Between reading the file and showing it, the file may change again. VS Code drops what was read where the editor has changed. */
  #load(): void {
    const file = this.#file;
    const { text, isReadOnly } = file;
    const version = this.#editor?.version;
    const show = (): void => {
      const editor = this.#editor;
      if (!editor || editor.isDirty || editor.version !== version) {
        return;
      }
      editor.isReadOnly = isReadOnly;
      if (file !== this.#file) {
        this.#overwritten = this.#textInEditor();
      }
      if (text !== this.#textInEditor()) {
        editor.texts = [...editor.texts.slice(0, editor.at + 1), text];
        editor.at += 1;
        this.#noteChange('other', false);
      }
    };
    this.#tasks.push({ type: 'load', run: show });
  }

  #save(): void {
    const text = this.#textInEditor();
    if (this.#editor?.isDirty === true && text !== undefined) {
      this.#editor.isDirty = false;
      this.#file = { text, isReadOnly: false };
      this.tell({ type: 'proposal-saved', text });
    }
  }

  #finish(effect: ReviewEffect, luck: number, version: number): ReviewEvent | undefined {
    switch (effect.type) {
      case 'redo':
        this.redo();
        return undefined;
      case 'save':
        this.#save();
        return undefined;
      case 'save-all':
        this.#save();
        return { type: 'all-saved' };
      case 'ask-about-doubts':
        return { type: 'doubts-answered', isAccepted: luck % 2 === 0 };
      case 'read-document':
        return { type: 'document-read', text: this.document };
      case 'show-review':
        this.#editor ??= this.#open();
        return undefined;
      case 'close-review':
        return { type: 'review-closed', isClosed: this.#close(luck) };
      case 'show-document':
        return { type: 'document-shown', text: this.document };
      case 'change-document':
        return this.#change(effect.changes, luck, version);
      case 'tell':
        this.isRejected ||= effect.what === 'rejected';
        return undefined;
      case 'forget':
        this.isForgotten = true;
        return undefined;
      case 'write':
      case 'place-cursor':
        return undefined;
    }
  }

  /** Asks where something is not saved: people save it, or go on as before. */
  #close(luck: number): boolean {
    if (this.#editor?.isDirty === true) {
      if (luck % 2 === 0) {
        return false;
      }
      this.#save();
    }
    this.#acceptable = this.#shown();
    this.#editor = undefined;
    return true;
  }

  /** What the editor shows, unless an undo went back to a piece of the answer; and what it will show once all has come. */
  #shown(): readonly string[] {
    const editor = this.#editor;
    if (!editor) {
      return this.#acceptable;
    }
    const coming = this.#tasks.filter(({ type }) => type === 'redo').length;
    const redone = editor.texts[Math.min(editor.at + coming, editor.texts.length - 1)] ?? '';
    const isLoading = !editor.isDirty && this.#tasks.some(({ type }) => type === 'load');
    const now = editor.texts[editor.at] ?? '';
    const others = [now, this.#overwritten ?? now].filter((text) => !this.#pieces.has(text));
    return [isLoading ? this.#file.text : redone, ...others];
  }

  #change(changes: readonly TextChange[], luck: number, version: number): ReviewEvent {
    const isDone = version === this.#version && luck % 5 !== 0;
    if (isDone) {
      const merged = this.#acceptable.map((text) =>
        mergeProposal(base, this.document, text, { before: wholeOfBase, now: undefined }),
      );
      const find = positionFinder(this.document);
      const edits = changes.map(({ start, end, text }) => ({ start: find(start), end: find(end), text }));
      this.document = applyChanges(this.document, changes);
      this.tell({ type: 'document-edited', edits });
      expect(merged).toContainEqual({ kind: 'merged', text: this.document });
    }
    return { type: 'document-changed', isDone, text: this.document };
  }
}

/** As a line of its own, somewhere. */
function insertLine(text: string, line: string, luck: number): string {
  const lines = text.split('\n');
  const at = luck % lines.length;
  return [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
}
