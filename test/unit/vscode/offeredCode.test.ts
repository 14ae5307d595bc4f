// The ids of the lightbulb: each means something once, for a minute, and for the text that it was given for.
import type * as vscode from 'vscode';
import { beforeEach, describe, expect, it } from 'vitest';
import { OfferedCode } from '../../../src/vscode/actions/offeredCode.ts';
import { Range } from '../../window/standIn/values.ts';

describe('OfferedCode', () => {
  const range = new Range(0, 0, 1, 0);
  let now: number;
  let document: { version: number; isClosed: boolean };
  let offered: OfferedCode;
  const offer = (): string => offered.offer(document as vscode.TextDocument, range);

  beforeEach(() => {
    now = 0;
    document = { version: 1, isClosed: false };
    offered = new OfferedCode(() => now);
  });

  it('gives the code once, though the id is known for longer', () => {
    const id = offer();
    expect(offered.take(id)).toEqual({ document, range });
    expect(offered.take(id)).toBeUndefined();
    expect(offered.has(id)).toBe(true);
  });

  it('gives nothing for what is no id', () => {
    offer();
    for (const id of ['', 'x', 1, {}, undefined]) {
      expect(offered.has(id)).toBe(false);
      expect(offered.take(id)).toBeUndefined();
    }
  });

  it('gives nothing after a minute', () => {
    const id = offer();
    now = 60_000;
    expect(offered.has(id)).toBe(true);
    now += 1;
    expect(offered.has(id)).toBe(false);
    expect(offered.take(id)).toBeUndefined();
  });

  it('gives nothing of a document that was closed or changed', () => {
    const changed = offer();
    document.version = 2;
    expect(offered.take(changed)).toBeUndefined();
    const closed = offer();
    document.isClosed = true;
    expect(offered.take(closed)).toBeUndefined();
  });

  it('holds the last two hundred', () => {
    const ids = Array.from({ length: 201 }, offer);
    expect(ids.filter((id) => !offered.has(id))).toEqual(ids.slice(0, 1));
  });
});
