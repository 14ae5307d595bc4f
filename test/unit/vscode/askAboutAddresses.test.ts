import { afterEach, describe, expect, it } from 'vitest';
import { createTranslate } from '../../../src/shared/translate.ts';
import { mayShow } from '../../../src/vscode/host/askAboutAddresses.ts';
import { editor } from '../../window/standIn/editor.ts';

const t = createTranslate({});
const schema = (name: string): string => `{ "$schema": "https://evil.example/${name}.json" }`;

// Rows: T18
describe('code that names addresses to load', () => {
  afterEach(() => editor.messages.open.forEach(({ answer }) => answer(undefined)));

  it('is shown without a question where it names none that were not there', async () => {
    expect(await mayShow('', 'const one = 1;', t)).toBe(true);
    expect(await mayShow(schema('a'), schema('a'), t)).toBe(true);
    expect(editor.messages.open).toEqual([]);
  });

  it.each([
    ['Show', true],
    [undefined, false],
  ])('is shown after the answer %s: %s', async (button, isShown) => {
    const answered = mayShow('', schema('a'), t);
    const [question] = editor.messages.open;
    expect(question).toMatchObject({ isModal: true, buttons: ['Show'] });
    question?.answer(button);
    expect(await answered).toBe(isShown);
  });
});
