// What the sentences of rows rest on: things that the code does nowhere, or only in the files named here. Where one of them is found
// elsewhere, the rows on it need tests.
import type { Source } from '../unit/support/sources.ts';
import type { GroundName } from './row.ts';

interface Ground {
  /** What is looked for in the sources. */
  readonly sign: RegExp;
  /** Where it may be. */
  readonly except: readonly string[];
}

export const grounds: Readonly<Record<GroundName, Ground>> = {
  /** No request offers tools to the model; the client could, for others. */
  'no-tools': {
    sign: /\btools(?:\?\.|\s*[:,?}])|\bmcp\b/i,
    except: ['src/api/chatRequest.ts', 'src/shared/gateway.ts', 'src/shared/requestEstimate.ts'],
  },
  /** No program is started, no terminal, task or debugger used. */
  'no-programs': {
    sign: /child_process|createTerminal|ShellExecution|ProcessExecution|vscode\.(?:tasks|debug)\b|process\.chdir/,
    except: [],
  },
  /**
   * What writes into documents and files: Accept, Insert at cursor, the report of a diagnosis in a new document, exports to where the
   * user says, and the store in its own folder. Each takes a document that is open or such a place, never a path out of an answer.
   */
  'few-writers': {
    sign: new RegExp(
      [
        /applyEdit|\.edit\(|fs\.(?:write|rename|delete|copy|createDirectory)|\.(?:create|delete|rename)File\(/,
        /\b(?:write\w*|append\w*|rename|link|symlink|mkdir|chmod|rm|unlink|copyFile|truncate)Sync\(/,
        /import \{(?! (?:readFile|realpath) \}).*'node:fs\/promises'/,
      ]
        .map(({ source }) => source)
        .join('|'),
    ),
    except: [
      'src/store/database.ts',
      'src/store/recovery.ts',
      'src/vscode/chat/panelActions.ts',
      'src/vscode/edit/editReview.ts',
      'src/vscode/help/diagnose.ts',
      'src/vscode/host/exportFile.ts',
    ],
  },
};

/** Where the sources do what the ground says they do not, and the files that it excepts in vain. */
export function violationsOf(name: GroundName, sources: readonly Source[]): readonly string[] {
  const { sign, except } = grounds[name];
  const found = sources.filter(({ text }) => sign.test(withoutComments(text))).map(({ path }) => path);
  return [
    ...found.filter((path) => !except.includes(path)).map((path) => `${path} does what “${name}” says nobody does`),
    ...except.filter((path) => !found.includes(path)).map((path) => `“${name}” excepts ${path}, which needs none`),
  ];
}

function withoutComments(text: string): string {
  return text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '');
}
