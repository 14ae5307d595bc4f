// One proposed change under review in VS Code: does what src/edit/review.ts decides, and tells it what came of it.
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { LineRange } from '../../edit/anchoredRange.ts';
import { positionFinder } from '../../edit/lineEnds.ts';
import { Review, type ReviewEffect, type ReviewEvent, type ReviewTale } from '../../edit/review.ts';
import type { Doubt } from '../../shared/doubts.ts';
import type { TextChange } from '../../edit/textChanges.ts';
import { normalizedText, toPosition, toTextEdits, withLineEndsOf } from './documentText.ts';
import { proposalOf, proposalScheme, type ProposalFileSystem } from './proposalFileSystem.ts';

/** What a review has to say to people. */
export interface ReviewVoice {
  tell(review: EditReview, what: ReviewTale): Promise<void>;
  /** Whether a proposal about which there are these doubts is to be accepted. */
  mayAccept(doubts: readonly Doubt[]): Promise<boolean>;
  /** The proposal is done with. */
  forget(review: EditReview): void;
}

interface Place {
  /** Names the proposal's file. */
  readonly id: string;
  readonly document: vscode.TextDocument;
  /** The lines of the document, with `\n` line ends, that the proposal was asked for. */
  readonly range: LineRange;
  /** Of the diff. */
  readonly title: string;
}

/** For how long a tab may still be said to be unsaved after its document was saved, in milliseconds. */
const longestSaveMs = 2_000;

export class EditReview {
  readonly proposalUri: vscode.Uri;
  readonly #title: string;
  readonly #files: ProposalFileSystem;
  readonly #voice: ReviewVoice;
  readonly #review: Review;
  /** Another object where it was closed and opened again meanwhile. */
  #document: vscode.TextDocument;

  constructor({ id, document, range, title }: Place, files: ProposalFileSystem, voice: ReviewVoice) {
    this.#title = title;
    this.#document = document;
    this.#files = files;
    this.#voice = voice;
    this.#review = new Review(normalizedText(document), range, hash);
    // That of a file that was never saved has no slash, which an address with an authority must have.
    const path = document.uri.path.replace(/^(?!\/)/, '/');
    this.proposalUri = document.uri.with({ scheme: proposalScheme, authority: id, path, query: '', fragment: '' });
    this.#write(this.base, true);
  }

  /** The document when the proposal was asked for, with `\n` line ends. */
  get base(): string {
    return this.#review.base;
  }

  /** Shows `text` (lines ending in `\n`) on the right-hand side, which people cannot edit yet. */
  propose(text: string): void {
    void this.handle({ type: 'answer-grew', text });
  }

  /** Told of every document that is edited. */
  noteEdits({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document.uri.toString() === this.#document.uri.toString() && contentChanges.length > 0) {
      const edits = contentChanges.map(({ range, text }) => ({ start: range.start, end: range.end, text }));
      void this.handle({ type: 'document-edited', edits });
    }
  }

  async show(): Promise<void> {
    const { uri } = this.#document;
    await vscode.commands.executeCommand('vscode.diff', uri, this.proposalUri, this.#title, { preview: false });
    // Its file is in memory, as UTF-8: read by the encoding of the workspace, other letters would be shown, and accepted.
    if (this.#openProposal()?.encoding !== 'utf8') {
      await vscode.workspace.openTextDocument(this.proposalUri, { encoding: 'utf8' });
    }
  }

  /** Resolves when all is done that follows from the event. Writing into the proposal's file is done when the call returns. */
  async handle(event: ReviewEvent): Promise<void> {
    for (const effect of this.#review.handle(event)) {
      const next = await this.#do(effect);
      if (next) {
        await this.handle(next);
      }
    }
  }

  /** Accepts, rejects or restores. What VS Code would not do is thrown on once the review is as it was. */
  async perform(type: 'accept-chosen' | 'reject-chosen' | 'restore-chosen'): Promise<void> {
    try {
      await this.handle({ type });
    } catch (error) {
      await this.handle({ type: 'effect-failed' });
      throw error;
    }
  }

  /** Gives the event that tells how it went, where the review waits for one. */
  async #do(effect: ReviewEffect): Promise<ReviewEvent | undefined> {
    switch (effect.type) {
      case 'write':
        this.#write(effect.text, effect.isReadOnly);
        return undefined;
      case 'redo':
        await this.#redo(effect.text);
        return undefined;
      case 'save':
        await this.#openProposal()?.save();
        return undefined;
      case 'ask-about-doubts':
        return { type: 'doubts-answered', isAccepted: await this.#voice.mayAccept(effect.doubts) };
      case 'save-all':
        return this.#saveAll();
      case 'read-document':
        return { type: 'document-read', text: await this.#openDocument() };
      case 'show-review':
        await this.show();
        return undefined;
      case 'close-review':
        return { type: 'review-closed', isClosed: await this.#close() };
      case 'show-document':
        return this.#showDocument();
      case 'change-document':
        return this.#changeDocument(effect.changes);
      case 'place-cursor':
        this.#placeCursor(effect.offset);
        return undefined;
      case 'tell':
        await this.#voice.tell(this, effect.what);
        return undefined;
      case 'forget':
        this.#files.remove(this.proposalUri);
        this.#voice.forget(this);
        return undefined;
    }
  }

  #write(text: string, isReadOnly: boolean): void {
    this.#files.update(this.proposalUri, withLineEndsOf(this.#document, text), isReadOnly);
  }

  /** VS Code's command means the editor in front: where that is another one by now, the text is written. */
  async #redo(text: string): Promise<void> {
    const proposal = this.#openProposal();
    if (vscode.window.activeTextEditor?.document === proposal) {
      await vscode.commands.executeCommand('redo');
    } else if (proposal) {
      const whole = new vscode.Range(0, 0, proposal.lineCount, 0);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(proposal.uri, whole, withLineEndsOf(proposal, text));
      await vscode.workspace.applyEdit(edit);
    }
  }

  /** Saves at least once: what was typed a moment ago may not have come to this process, and has come once VS Code answers. */
  async #saveAll(): Promise<ReviewEvent> {
    const proposal = this.#openProposal();
    let isSaved = proposal !== undefined;
    while (isSaved) {
      isSaved = (await proposal?.save()) === true && proposal?.isDirty === true;
    }
    return { type: 'all-saved' };
  }

  async #openDocument(): Promise<string> {
    this.#document = await vscode.workspace.openTextDocument(this.#document.uri);
    return normalizedText(this.#document);
  }

  /** By its very tabs: a command that means the editor in front may come when that is another one. */
  async #close(): Promise<boolean> {
    await this.#tabsAreClean();
    const own = this.#ownTabs();
    return own.length === 0 || (await vscode.window.tabGroups.close(own));
  }

  /** VS Code would ask about a tab that it still takes for unsaved, which it does a moment longer than it takes to save. */
  async #tabsAreClean(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const check = (): void => {
      if (!this.#ownTabs().some(({ isDirty }) => isDirty)) {
        resolve(undefined);
      }
    };
    const changes = vscode.window.tabGroups.onDidChangeTabs(check);
    const limit = setTimeout(() => resolve(undefined), longestSaveMs);
    check();
    await promise;
    clearTimeout(limit);
    changes.dispose();
  }

  #ownTabs(): readonly vscode.Tab[] {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    return tabs.filter((tab) => proposalOf(tab)?.toString() === this.proposalUri.toString());
  }

  async #showDocument(): Promise<ReviewEvent> {
    await this.#openDocument();
    await vscode.window.showTextDocument(this.#document, { preview: false });
    return { type: 'document-shown', text: normalizedText(this.#document) };
  }

  /** VS Code refuses it all where the document changes before it comes to it. */
  async #changeDocument(changes: readonly TextChange[]): Promise<ReviewEvent> {
    const edit = new vscode.WorkspaceEdit();
    edit.set(this.#document.uri, toTextEdits(this.#document, changes));
    const isDone = await vscode.workspace.applyEdit(edit);
    return { type: 'document-changed', isDone, text: normalizedText(this.#document) };
  }

  #placeCursor(offset: number): void {
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document === this.#document);
    if (editor) {
      const place = toPosition(positionFinder(normalizedText(this.#document))(offset));
      editor.selection = new vscode.Selection(place, place);
      editor.revealRange(editor.selection);
    }
  }

  #openProposal(): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === this.proposalUri.toString());
  }
}

function hash(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
