// What the code uses and what package.json and the language files say: the same, in both directions.
import { readFileSync } from 'node:fs';
import { Visitor, type Span } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { codeActions } from '../../src/contributions/codeActions.ts';
import { writtenFiles } from '../harness/contributions.ts';
import { parseSource, sources, type Source } from './support/sources.ts';

const root = new URL('../..', import.meta.url);

function readJson(path: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8')) as Record<string, string>;
}

/** The ids that the code registers a command by, one for each place. */
function registeredCommands(): string[] {
  const ids: string[] = [];
  for (const { text, syntax } of sources) {
    new Visitor({
      CallExpression: ({ callee, arguments: [id] }) => {
        const isRegistering = /\bgate\.registerCommand$/.test(text.slice(callee.start, callee.end));
        if (isRegistering && id?.type === 'Literal' && typeof id.value === 'string') {
          ids.push(id.value);
        }
      },
    }).visit(syntax.program);
  }
  return ids.sort();
}

const isTranslator = /(?:^|[.#])(?:t|translate\.value)$/;

/** The English texts that the code gives to `t(…)`, and what hides a text from this search. */
function translatedTexts(code: readonly Source[]): { texts: Set<string>; problems: string[] } {
  const texts = new Set<string>();
  const problems: string[] = [];
  for (const { path, text: whole, syntax } of code) {
    const noteOtherName = (name: string, { start, end }: Span): void => {
      if (name !== 't') {
        problems.push(`${path}: a translator must be called t: ${whole.slice(start, end)}`);
      }
    };
    const visitor = new Visitor({
      CallExpression: ({ callee, arguments: [text], start, end }) => {
        if (!isTranslator.test(whole.slice(callee.start, callee.end))) {
          return;
        }
        if (text?.type === 'Literal' && typeof text.value === 'string') {
          texts.add(text.value);
        } else if (text?.type === 'TemplateLiteral' && text.expressions.length === 0) {
          texts.add(text.quasis[0]?.value.cooked ?? '');
        } else {
          problems.push(`${path}: ${whole.slice(start, end)}`);
        }
      },
      // Parameters and constants, members of types, members of classes.
      Identifier: (node) => {
        if (isTypedAsTranslate(node)) {
          noteOtherName(node.name, node);
        }
      },
      TSPropertySignature: (node) => {
        if (isTypedAsTranslate(node)) {
          noteOtherName(whole.slice(node.key.start, node.key.end), node);
        }
      },
      PropertyDefinition: (node) => {
        if (isTypedAsTranslate(node)) {
          noteOtherName(whole.slice(node.key.start, node.key.end).replace('#', ''), node);
        }
      },
      // Another name for one.
      VariableDeclarator: ({ id, init }) => {
        if (id.type === 'Identifier' && init && isTranslator.test(whole.slice(init.start, init.end))) {
          noteOtherName(id.name, id);
        }
      },
      Property: ({ key, value, start, end }) => {
        const [name, given] = [key, value].map((node) => whole.slice(node.start, node.end));
        if (name === 't' && value.type === 'Identifier') {
          // `const { t: say } = localization`
          noteOtherName(value.name, { start, end });
        } else if (isTranslator.test(given ?? '')) {
          noteOtherName(name ?? '', { start, end });
        }
      },
    });
    visitor.visit(syntax.program);
  }
  return { texts, problems };
}

function isTypedAsTranslate(node: object): boolean {
  const { typeAnnotation } = node as { readonly typeAnnotation?: { readonly typeAnnotation?: unknown } | null };
  const type = typeAnnotation?.typeAnnotation as { readonly typeName?: { readonly name?: string } } | undefined;
  return type?.typeName?.name === 'Translate';
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\d+\}/g)].map(([placeholder]) => placeholder).sort();
}

const { commands, keybindings, menus, configuration } = manifest.contributes;
const settings = Object.fromEntries<Readonly<Record<string, unknown>>>(
  configuration.flatMap(({ properties }) => Object.entries(properties)),
);

it.each([...(await writtenFiles())])(
  '%s says what the tables say; npm run contributions writes it',
  (path, content) => {
    expect(readFileSync(new URL(path, root), 'utf8')).toBe(content);
  },
);

describe('commands', () => {
  const listed = commands.map(({ command }) => command).sort();

  it('are registered each in one place; those about code by their table', () => {
    const aboutCode = Object.values(codeActions).map(({ command }) => command);
    expect([...registeredCommands(), ...aboutCode].sort()).toEqual(listed);
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
  it('are each read by the code', () => {
    const ids = Object.keys(settings).map((id) => id.replace('opencodex.', ''));
    const isRead = (id: string): boolean =>
      sources.some(
        ({ path, text }) =>
          (path.endsWith('vscode/host/settings.ts') && text.includes(`'${id}'`)) ||
          text.includes(`ettings.get('${id}')`),
      );
    expect(ids.filter((id) => !isRead(id))).toEqual([]);
    expect(ids.length).toBeGreaterThan(15);
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
});

// Rows: F18
it('the extension runs where the files are, and the README says what becomes of chats in a container', () => {
  expect(manifest.extensionKind).toEqual(['workspace', 'ui']);
  const readme = readFileSync(new URL('README.md', root), 'utf8').replaceAll(/\s+/g, ' ');
  expect(readme).toContain('in a container they go with it, so export them before you rebuild it');
});

describe('the manifest’s texts', () => {
  it.each(['id', 'zh-cn'])('are there in %s', (language) => {
    const english = readJson('package.nls.json');
    const same = Object.entries(readJson(`package.nls.${language}.json`)).filter(
      ([key, text]) => text.trim() === '' || text === english[key],
    );
    expect(same).toEqual([]);
  });
});

describe('the code’s texts', () => {
  const { texts, problems } = translatedTexts(sources);

  it('are literal where they are translated, by a function that is called t', () => {
    expect(problems).toEqual([]);
  });

  it.each([
    ["function say(translate: Translate) { translate('Hi'); }"],
    ["const say: Translate = one; say('Hi');"],
    ['interface Words { readonly say: Translate }'],
    ['class Words { readonly #say: Translate = one; }'],
    ["const say = panel.translate.value; say('Hi');"],
    ["const say = this.#t; say('Hi');"],
    ["const { t: say } = localization; say('Hi');"],
    ['show({ say: localization.t });'],
    ["const text = 'Hi'; t(text);"],
  ])('are found under any other name: %s', (text) => {
    expect(translatedTexts([parseSource('src/example.ts', text)]).problems).toHaveLength(1);
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
