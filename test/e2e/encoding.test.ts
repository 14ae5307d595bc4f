// A file in another encoding than UTF-8, as many in China are, keeps every letter through a review.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { focusProposal } from './support/edits.ts';
import { useStage } from './support/stage.ts';

/** `// 中文` and a function, in GBK. */
const source = Buffer.concat([
  Buffer.from('// '),
  Buffer.from([0xd6, 0xd0, 0xce, 0xc4]),
  Buffer.from('\nfunction add(a, b) {\n  return a + b;\n}\n'),
]);

describe('a review of a file in GBK', () => {
  let folder = '';
  const stage = useStage(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-gbk-'));
    await writeFile(join(folder, 'gbk.js'), source);
    return { folder, key: demoKey, settings: { 'files.encoding': 'gbk' } };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('shows and accepts its letters as they are', async () => {
    const { window } = stage();
    await window.openFile('gbk.js');
    await window.selectLines(2, 4);
    await window.runCommand('OpenCodex: Refactor');
    const proposed = await window.waitForEditorText((text) => text.includes('Refactored'), 'modified');
    expect(proposed).toContain('// 中文');
    await window.notification('the proposal is being written').waitFor({ state: 'hidden' });
    await focusProposal(window);
    await window.page.keyboard.press('Control+Enter');
    await window.activeTab('gbk.js').filter({ hasNotText: 'OpenCodex' }).waitFor();
    await window.waitForEditorText((text) => text.includes('Refactored'));
    await window.page.keyboard.press('ControlOrMeta+S');
    const bytes = await window.waitFor(
      () => readFile(join(folder, 'gbk.js')),
      (now) => now.includes('Refactored'),
    );
    expect(bytes.subarray(0, 7)).toEqual(source.subarray(0, 7));
  });
});
