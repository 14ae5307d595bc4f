// The hands of a review: they close its own tab and nothing else, and put in what fits the document as it is then.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EditReview, type ReviewVoice } from '../../../src/vscode/edit/editReview.ts';
import { ProposalFileSystem } from '../../../src/vscode/edit/proposalFileSystem.ts';
import { editor } from '../../window/standIn/editor.ts';
import { TabInputText, TabInputTextDiff, Uri } from '../../window/standIn/values.ts';
import { window } from '../../window/standIn/vscode.ts';

const address = 'untitled:sum.js';
const text = 'one\ntwo\nthree\nfour\nfive\n';

describe('EditReview', () => {
  const groups = window.tabGroups as unknown as {
    all: unknown[];
    close: (tabs: readonly unknown[]) => Promise<boolean>;
  };
  let files: ProposalFileSystem;
  let told: string[];
  let review: EditReview;
  let ownTab: unknown;

  beforeEach(async () => {
    editor.documents.edits.length = 0;
    files = new ProposalFileSystem(() => undefined);
    told = [];
    const voice: ReviewVoice = {
      tell: (_review, what) => Promise.resolve(void told.push(what)),
      mayAccept: () => Promise.resolve(false),
      forget: () => told.push('forgotten'),
    };
    const { document } = editor.documents.showText(address, text);
    review = new EditReview(
      { id: 'one', document, range: { start: 0, end: text.length }, title: 'A review' },
      files,
      voice,
    );
    const judgement = { kind: 'proposal', text: text.replace('two', 'TWO'), doubts: [] } as const;
    await review.handle({ type: 'answer-ended', judgement, isShown: true });
    ownTab = { input: new TabInputTextDiff(document.uri, review.proposalUri) };
    groups.all = [{ tabs: [{ input: new TabInputText(Uri.parse('file:///other.js')) }, ownTab] }];
  });

  afterEach(() => {
    vi.restoreAllMocks();
    files.dispose();
    editor.documents.closeAll();
    groups.all = [];
  });

  it('leaves what is typed while it closes', async () => {
    vi.spyOn(groups, 'close').mockImplementation(() => {
      editor.documents.showText(address, text.replace('five', 'five, typed by the user'));
      return Promise.resolve(true);
    });
    await review.perform('accept-chosen');
    expect(editor.documents.edits).toEqual([{ uri: address, text: 'TWO' }]);
    expect(told).toEqual(['forgotten']);
  });

  it('closes its own tab, and acts on no editor in front', async () => {
    const close = vi.spyOn(groups, 'close');
    const before = editor.calledCommands.length;
    await Promise.all([
      review.perform('accept-chosen'),
      review.perform('accept-chosen'),
      review.perform('reject-chosen'),
    ]);
    expect(close.mock.calls).toEqual([[[ownTab]]]);
    expect(editor.calledCommands.slice(before)).toEqual([]);
    expect(editor.documents.edits).toHaveLength(1);
  });

  it('changes nothing, and stays, where VS Code does not close it', async () => {
    vi.spyOn(groups, 'close').mockResolvedValue(false);
    await review.perform('accept-chosen');
    expect(editor.documents.edits).toEqual([]);
    expect(told).toEqual([]);
    expect(files.text(review.proposalUri)).toBe(text.replace('two', 'TWO'));
  });

  it('comes back, and can be accepted again, where VS Code fails', async () => {
    const fails = vi.spyOn(window, 'showTextDocument').mockRejectedValueOnce(new Error('gone'));
    await expect(review.perform('accept-chosen')).rejects.toThrow('gone');
    expect(editor.calledCommands.at(-1)?.[0]).toBe('vscode.diff');
    expect(editor.documents.edits).toEqual([]);
    fails.mockRestore();
    await review.perform('accept-chosen');
    expect(editor.documents.edits).toHaveLength(1);
  });
});
