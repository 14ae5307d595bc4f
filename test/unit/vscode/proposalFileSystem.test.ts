// The files of proposals: what VS Code may write, and that it sees each change.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProposalFileSystem, proposalScheme } from '../../../src/vscode/edit/proposalFileSystem.ts';
import { FilePermission, Uri } from '../../window/standIn/values.ts';

const uri = Uri.parse(`${proposalScheme}://one/sum.js`);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('ProposalFileSystem', () => {
  let saved: string[];
  let replacement: string | undefined;
  let files: ProposalFileSystem;

  beforeEach(() => {
    saved = [];
    replacement = undefined;
    files = new ProposalFileSystem((of, text) => {
      saved.push(text);
      if (replacement !== undefined) {
        files.update(of, replacement, false);
      }
    });
  });
  afterEach(() => files.dispose());

  it('takes what VS Code saves, and tells of it', () => {
    files.update(uri, 'one', false);
    files.writeFile(uri, bytes('two'));
    expect(files.text(uri)).toBe('two');
    expect(saved).toEqual(['two']);
  });

  it('holds at once what is put in the place of a save', () => {
    files.update(uri, 'one', false);
    replacement = 'meant';
    files.writeFile(uri, bytes('a piece'));
    expect(files.text(uri)).toBe('meant');
  });

  it('refuses saves while the answer comes', () => {
    files.update(uri, 'one', true);
    expect(files.stat(uri).permissions).toBe(FilePermission.Readonly);
    expect(() => files.writeFile(uri, bytes('two'))).toThrow();
    expect(files.text(uri)).toBe('one');
    files.update(uri, 'two', false);
    expect(files.stat(uri).permissions).toBeUndefined();
  });

  it('grows older with every write, or VS Code would think that it has the newest content', () => {
    files.update(uri, 'one', true);
    const times = Array.from({ length: 5 }, (_, index) => {
      files.update(uri, String(index), true);
      return files.stat(uri).mtime;
    });
    expect(new Set(times).size).toBe(5);
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
  });

  it('holds nothing that is not a proposal, and lets nobody delete or rename one', () => {
    files.update(uri, 'one', false);
    expect(() => files.delete(uri)).toThrow();
    expect(() => files.rename(uri)).toThrow();
    files.remove(uri);
    expect(files.has(uri)).toBe(false);
    expect(() => files.readFile(uri)).toThrow();
    expect(() => files.writeFile(uri, bytes('two'))).toThrow();
  });
});
