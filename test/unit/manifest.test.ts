// What the code uses and what package.json and the language files say: the same, in both directions.
import { readFileSync } from 'node:fs';
import { Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { sources } from './support/sources.ts';

const root = new URL('../../', import.meta.url);

function readJson(path: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8')) as Record<string, string>;
}

/** The values of the string members of `export const NAME = { … }`. */
function membersOf(name: string): string[] {
  const values: string[] = [];
  const ofMembers = new Visitor({
    Property: ({ value }) => {
      if (value.type === 'Literal' && typeof value.value === 'string') {
        values.push(value.value);
      }
    },
  });
  for (const { syntax } of sources) {
    for (const statement of syntax.program.body) {
      const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
      if (declaration?.type === 'VariableDeclaration') {
        const named = declaration.declarations.filter(({ id }) => id.type === 'Identifier' && id.name === name);
        named.forEach((declarator) =>
          ofMembers.visit({ ...syntax.program, body: [{ ...declaration, declarations: [declarator] }] }),
        );
      }
    }
  }
  return values.sort();
}

/** The English texts that the code gives to `t(…)`. */
function translatedTexts(): { texts: Set<string>; problems: string[] } {
  const texts = new Set<string>();
  const problems: string[] = [];
  for (const { path, text: code, syntax } of sources) {
    const ofCalls = new Visitor({
      CallExpression: ({ callee, arguments: [text], start, end }) => {
        if (!/(?:^|[.#])(?:t|translate\.value)$/.test(code.slice(callee.start, callee.end))) {
          return;
        }
        if (text?.type === 'Literal' && typeof text.value === 'string') {
          texts.add(text.value);
        } else if (text?.type === 'TemplateLiteral' && text.expressions.length === 0) {
          texts.add(text.quasis[0]?.value.cooked ?? '');
        } else {
          problems.push(`${path}: ${code.slice(start, end)}`);
        }
      },
    });
    ofCalls.visit(syntax.program);
  }
  return { texts, problems };
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\d+\}/g)].map(([placeholder]) => placeholder).sort();
}

const { commands, keybindings, menus, configuration } = manifest.contributes;
const settings = Object.fromEntries<Readonly<Record<string, unknown>>>(
  configuration.flatMap(({ properties }) => Object.entries(properties)),
);

describe('commands', () => {
  const listed = commands.map(({ command }) => command).sort();

  it('are listed in package.json exactly as the code registers them', () => {
    expect(membersOf('commandIds')).toEqual(listed);
  });

  it('are registered by the gate only', () => {
    const elsewhere = sources
      .filter(({ path }) => !path.endsWith('host/gate.ts'))
      .filter(({ text }) => text.includes('commands.registerCommand('));
    expect(elsewhere.map(({ path }) => path)).toEqual([]);
  });

  it('that menus and keys name exist', () => {
    const used = [...Object.values(menus).flat(), ...keybindings].flatMap((item) =>
      'command' in item ? [item.command] : [],
    );
    expect(used.filter((command) => !listed.includes(command))).toEqual([]);
  });
});

describe('settings', () => {
  it('are declared in package.json exactly as the code reads them', () => {
    expect(membersOf('settingIds').map((id) => `opencodex.${id}`)).toEqual(Object.keys(settings).sort());
  });

  // Rows: T34
  it('that lead requests or money elsewhere cannot come from a workspace', () => {
    const guarded = Object.keys(settings).filter((id) =>
      /^opencodex\.(?:baseUrl|dashboardUrl|network\.|budget\.|balance\.)/.test(id),
    );
    expect(guarded.length).toBeGreaterThan(5);
    expect(guarded.filter((id) => settings[id]?.['scope'] !== 'application')).toEqual([]);
  });

  // Rows: T42
  it('of a folder that is not trusted change nothing but how the editor looks', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(restrictedConfigurations.filter((id) => !(id in settings))).toEqual([]);
    const free = Object.keys(settings).filter(
      (id) => settings[id]?.['scope'] !== 'application' && !restrictedConfigurations.includes(id),
    );
    expect(free).toEqual(['opencodex.codeActions.enabled', 'opencodex.chat.fontSize', 'opencodex.language']);
  });

  it('have a localised description each', () => {
    const undescribed = Object.entries(settings).filter(
      ([id, { markdownDescription }]) => markdownDescription !== `%setting.${id.replace('opencodex.', '')}%`,
    );
    expect(undescribed).toEqual([]);
  });
});

// Rows: F18
it('the extension runs where the files are, and the README says what becomes of chats in a container', () => {
  expect(manifest.extensionKind).toEqual(['workspace', 'ui']);
  const readme = readFileSync(new URL('README.md', root), 'utf8').replaceAll(/\s+/g, ' ');
  expect(readme).toContain('in a container they go with it, so export them before you rebuild it');
});

describe('the manifest’s texts', () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
  const english = readJson('package.nls.json');

  it('are all in package.nls.json, and nothing else is', () => {
    expect(Object.keys(english).sort()).toEqual([...new Set(used)].sort());
  });

  it.each(['id', 'zh-cn'])('are complete in %s', (language) => {
    const translated = readJson(`package.nls.${language}.json`);
    expect(Object.keys(translated)).toEqual(Object.keys(english));
    expect(Object.values(translated).filter((text) => text.trim() === '')).toEqual([]);
  });
});

describe('the code’s texts', () => {
  const { texts, problems } = translatedTexts();

  it('are literal where they are translated', () => {
    expect(problems).toEqual([]);
  });

  it.each(['id', 'zh-cn'])('are all in the %s bundle, and nothing else is', (language) => {
    expect(Object.keys(readJson(`l10n/bundle.l10n.${language}.json`)).sort()).toEqual([...texts].sort());
  });

  it.each(['id', 'zh-cn'])('keep their placeholders in %s', (language) => {
    const bundle = readJson(`l10n/bundle.l10n.${language}.json`);
    const broken = Object.entries(bundle).filter(
      ([english, translated]) => placeholders(english).join() !== placeholders(translated).join(),
    );
    expect(broken).toEqual([]);
  });
});
